//! `cloister staff`: colleagues' accounts from the host, when the pages cannot.
use super::{HouseArgs, Stop, open, say};
use crate::actor::{Actor, Role};
use crate::app::Writing;
use crate::auth::accounts::{self, Account};
use crate::auth::{self, NewColleague};
use crate::error::{Error, Result};
use crate::staff::{self, Act, Kind, Outcome, Why};
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
    /// authenticator. The code is shown once and kept nowhere in clear. For somebody who was invited and has not come,
    /// it makes another code.
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
    /// Changes the role of a colleague; their sessions end.
    ///
    /// On the pages the Cio does this, and a Dpo must agree where a Dpo is concerned. Here it needs nobody, so every Dpo
    /// is told on their home for a week when it concerns one.
    Role {
        user_name: String,
        /// support, sales, marketing, operations, dpo or cio
        #[arg(value_parser = |word: &str| Role::from_word(word).ok_or("not a role"))]
        role: Role,
        #[command(flatten)]
        even: Even,
    },
    /// Disables an account: its sessions end, nothing opens any more, its deeds stay in the log.
    Disable {
        user_name: String,
        #[command(flatten)]
        even: Even,
    },
    /// Enables a disabled account: it becomes what it was.
    Enable { user_name: String },
    /// Makes a code for a new password, good for 24 hours: hand it over in person.
    ///
    /// The present password is void at once and the sessions end. At /enrolment the colleague types the code, chooses a
    /// password, and confirms with the authenticator they have: the code alone opens nothing.
    ResetPassword { user_name: String },
    /// Takes a lost authenticator away and makes a code to enrol anew, good for 24 hours.
    ///
    /// On the pages this needs the Cio and a Dpo together. Password, authenticator and recovery codes are void at once:
    /// whoever has the code has the account, so be sure whom you hand it to.
    ResetFactor { user_name: String },
    /// Ends the sessions of a colleague, or of everybody: they sign in again.
    EndSessions {
        #[arg(required_unless_present = "everybody", conflicts_with = "everybody")]
        user_name: Option<String>,
        /// All sessions of all colleagues
        #[arg(long)]
        everybody: bool,
    },
}

#[derive(clap::Args)]
struct Even {
    /// Even if no active Cio, or no active Dpo, is left: nobody could then manage accounts, or answer for the data
    #[arg(long)]
    even_the_last: bool,
}

pub fn run(args: Args) -> std::result::Result<(), Stop> {
    let app = open(&args.house)?;
    let (user_name, act, even) = match args.what {
        What::Add { user_name, name, role, lang } => return add(&app, user_name, name, role, lang),
        What::List => {
            for colleague in app.look_now(&Actor::Console, auth::list)? {
                let (role, state) = (colleague.role.word(), colleague.state.word());
                say(format_args!("{role:<11} {state:<9} {}", colleague.user_name));
            }
            return Ok(());
        }
        What::EndSessions { user_name, .. } => return end_sessions(&app, user_name.as_deref()),
        What::Role { user_name, role, even } => (user_name, Act { kind: Kind::Role, role: Some(role) }, even),
        What::Disable { user_name, even } => (user_name, Act::of(Kind::Disable), even),
        What::Enable { user_name } => (user_name, Act::of(Kind::Enable), Even { even_the_last: false }),
        What::ResetPassword { user_name } => (user_name, Act::of(Kind::Password), Even { even_the_last: false }),
        What::ResetFactor { user_name } => (user_name, Act::of(Kind::Factor), Even { even_the_last: false }),
    };
    let outcome = app.write_now(&Actor::Console, |w| {
        let account = named(w, &user_name)?;
        staff::force(w, &account, act, even.even_the_last)
    });
    match outcome {
        Ok(Outcome::Done | Outcome::Proposed) => say("Done. It counts from the next request."),
        Ok(Outcome::Code(code)) => tell(&user_name, &code),
        Ok(Outcome::Not(why)) => return Err(Stop::Failed(why_not(why).into())),
        Err(Error::NotFound) => return Err(nobody()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn named(w: &mut Writing, user_name: &str) -> Result<Account> {
    accounts::find_by_name(w, user_name)?.ok_or(Error::NotFound)
}

fn nobody() -> Stop {
    Stop::Failed("nobody has this user name: `cloister staff list` says who there is".into())
}

fn tell(user_name: &str, code: &auth::Code) {
    say(format_args!("user name      {user_name}"));
    say(format_args!("one-time code  {code}"));
    say("They use it at /enrolment within 24 hours.");
}

fn add(
    app: &crate::app::App,
    user_name: String,
    name: Option<String>,
    role: Role,
    lang: Lang,
) -> std::result::Result<(), Stop> {
    if !auth::is_user_name(&user_name) {
        return Err(Stop::Failed(auth::USER_NAME.into()));
    }
    let new = NewColleague { name: name.unwrap_or_else(|| user_name.clone()), user_name, role, lang };
    let invited = app.write_now(&Actor::Console, |w| match accounts::find_by_name(w, &new.user_name)? {
        None => staff::invite(w, &new),
        Some(known) if known.role == new.role => staff::force(w, &known, Act::of(Kind::Invite), false),
        Some(_) => Err(Error::Stale),
    });
    match invited {
        Ok(Outcome::Code(code)) => tell(&new.user_name, &code),
        Ok(_) | Err(Error::Stale) => return Err(Stop::Failed("this user name is taken".into())),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn end_sessions(app: &crate::app::App, user_name: Option<&str>) -> std::result::Result<(), Stop> {
    let ended = app.write_now(&Actor::Console, |w| match user_name {
        Some(user_name) => {
            let account = named(w, user_name)?;
            staff::end_sessions(w, account.id)
        }
        None => staff::end_all_sessions(w).map(drop),
    });
    match ended {
        Ok(()) => say("Ended. It counts from the next request."),
        Err(Error::NotFound) => return Err(nobody()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn why_not(why: Why) -> &'static str {
    match why {
        Why::LastCio => {
            "this is the last active Cio, and nobody could manage accounts any more: make another one first, or say \
             --even-the-last"
        }
        Why::LastDpo => {
            "this is the last active Dpo, and nobody would answer for the data any more: make another one first, or \
             say --even-the-last"
        }
        Why::NotEnrolled => "this account was never opened, or is disabled: `cloister staff add` makes another code",
        Why::NoChange => "the account is so already",
        Why::NotYours | Why::Oneself | Why::NobodyToDecide => "this cannot be done on the host",
    }
}
