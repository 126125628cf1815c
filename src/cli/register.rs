//! `cloister register`: verifying an inspector's pack, and the key by which one is known.
use super::{HouseArgs, Stop, open, say};
use crate::register::{self, Unsound};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    house: HouseArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Verifies an inspector's pack. It needs no house and no network.
    ///
    /// Every file is held against its SHA-256, and the list of hashes against its signature. Ends with 0 when the pack is
    /// what was signed and with 1 when it is not. Without --key it says which key signed: compare it with the one that
    /// the company publishes. The same without this program: tar -xf FILE, then in its folder sha256sum -c SHA256SUMS,
    /// and ssh-keygen -Y verify -f signer.pub -I cloister -n cloister-register -s SHA256SUMS.sig < SHA256SUMS.
    Verify {
        /// The pack, as it was downloaded
        file: PathBuf,
        /// The fingerprint that the key must have: SHA256:...
        #[arg(long, value_name = "FINGERPRINT")]
        key: Option<String>,
    },
    /// Prints the fingerprint of the key that signs this house's packs, and its line for a file of allowed signers.
    Key,
}

pub fn run(args: &Args) -> Result<(), Stop> {
    match &args.what {
        What::Verify { file, key } => {
            let bytes = std::fs::read(file)?;
            match register::verify(&bytes, key.as_deref()) {
                Ok(verified) => {
                    say(format_args!(
                        "the pack is whole: {} files, signed by {}",
                        verified.files, verified.fingerprint
                    ));
                    if key.is_none() {
                        say("compare this key with the one that the company publishes, or give it with --key");
                    }
                    Ok(())
                }
                Err(unsound) => {
                    say(in_words(&unsound));
                    // The verdict is the line above; there is nothing to complain of besides.
                    Err(Stop::Complaints(Vec::new()))
                }
            }
        }
        What::Key => {
            let (fingerprint, line) = register::public_key(&open(&args.house)?);
            say(fingerprint);
            say(line.trim_end());
            Ok(())
        }
    }
}

/// What is wrong with a pack, in one line.
pub fn in_words(unsound: &Unsound) -> String {
    let why = match unsound {
        Unsound::NotAnArchive => "it is no archive as this program writes them, or it is cut".to_owned(),
        Unsound::Lacks(name) => format!("{name} is not in it"),
        Unsound::BadSignature => "its list of hashes was not signed by the key in it".to_owned(),
        Unsound::AnotherKey(found) => format!("it was signed by another key, {found}"),
        Unsound::Altered(name) => format!("{name} is not what was signed"),
        Unsound::Missing(name) => format!("{name} was signed and is missing"),
        Unsound::Unlisted(name) => format!("{name} is in it and was not signed"),
        Unsound::Doubled(name) => format!("{name} is in it twice"),
    };
    format!("the pack is NOT sound: {why}")
}
