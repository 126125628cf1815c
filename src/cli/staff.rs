//! `cloister staff`: making room for a colleague from the host.
use super::{HouseArgs, Stop, open, say};
use crate::actor::{Actor, Role};
use crate::auth::{self, NewColleague};
use crate::error::Error;
use crate::words::Lang;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    house: HouseArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Makes a one-time code for a new colleague, good for 24 hours: hand it over in person.
    ///
    /// They open their account at /enrolment with their user name, the code, a password of their own and an
    /// authenticator. The code is shown once and kept nowhere in clear.
    Add {
        /// What they sign in with: 2 to 64 letters, digits, dots, hyphens, underscores
        user_name: String,
        /// Their name, as colleagues see it
        #[arg(long)]
        name: Option<String>,
        /// support, sales, marketing, operations, dpo or cio
        #[arg(long, value_parser = |word: &str| Role::from_word(word).ok_or("not a role"))]
        role: Role,
        /// Language of their pages, fr or en
        #[arg(long, default_value = "fr", value_parser = |word: &str| Lang::from_word(word).ok_or("fr or en"))]
        lang: Lang,
    },
    /// Lists who may sign in, with role and state.
    List,
}

pub fn run(args: Args) -> Result<(), Stop> {
    let app = open(&args.house)?;
    match args.what {
        What::Add { user_name, name, role, lang } => {
            if !auth::is_user_name(&user_name) {
                return Err(Stop::Failed(auth::USER_NAME.into()));
            }
            let new = NewColleague { name: name.unwrap_or_else(|| user_name.clone()), user_name, role, lang };
            let invited = app.write_now(&Actor::Console, |w| auth::invite(w, &new));
            let (_, code) = match invited {
                Err(Error::Stale) => return Err(Stop::Failed("this user name is taken".into())),
                other => other?,
            };
            say(format_args!("user name      {}", new.user_name));
            say(format_args!("one-time code  {code}"));
            say("They enrol at /enrolment within 24 hours.");
        }
        What::List => {
            for colleague in app.look_now(&Actor::Console, auth::list)? {
                say(format_args!(
                    "{:<11} {:<9} {}",
                    colleague.role.word(),
                    colleague.state.word(),
                    colleague.user_name
                ));
            }
        }
    }
    Ok(())
}
