//! Setting a house up and opening it: folders, keys, databases, the rooms' feeds, what a kill left behind.
use crate::app::{App, Feed};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Url;
use crate::error::{Error, Result};
use crate::{companies, erasure, import, networks, people, vault};
use std::path::Path;

/// Companies before people: a person's entry looks up the name of theirs.
const FEEDS: &[Feed] = &[companies::FEED, people::FEED];

/// Opens a house that is there, or makes an empty one. Blocks.
///
/// # Errors
/// In words for whoever starts the program.
pub fn open(config: Config, clock: Clock) -> Result<App> {
    private_folder(&config.folder)?;
    private_folder(&config.heads)?;
    private_folder(&config.staging)?;
    private_folder(&config.keyring_copies)?;
    for file in [Some(config.root_key.as_path()), path(&config.database), path(&config.keyring)].into_iter().flatten() {
        if let Some(folder) = file.parent() {
            private_folder(folder)?;
        }
    }
    if !config.root_key.exists() {
        if path(&config.database).is_some_and(Path::exists) {
            return Err(Error::internal("there is a database, but its root key is not there: put the key back"));
        }
        vault::make_root(&config.root_key)?;
    }
    let app = App::open(config, clock, FEEDS.to_vec())?;
    networks::take_over(&app)?;
    // Before anybody is served: whoever was erased since this database was copied is erased here as well.
    erasure::replay(&app)?;
    import::sweep(&app)?;
    import::tidy(&app)?;
    Ok(app)
}

fn path(url: &Url) -> Option<&Path> {
    match url {
        Url::Sqlite(path) => Some(path),
        Url::Postgres(_) => None,
    }
}

/// Ours alone (V13.3.2): made 0700, and refused when others may look in.
fn private_folder(folder: &Path) -> Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    if !folder.exists() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let mode = std::fs::metadata(folder)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Error::internal(format!("{} can be read by others: chmod 0700", folder.display())));
    }
    Ok(())
}
