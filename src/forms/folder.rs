//! What is published, put where the intake serves it from: the forms, and the pages that are the same for all of them and
//! for every link that a mail carries.
use super::building::sha256;
use super::{Ask, FormKind, Leaf, Published, State, store};
use crate::actor::Actor;
use crate::app::App;
use crate::consent::Purpose;
use crate::error::Result;
use crate::intake::{Entry, Field, Manifest, Role};
use crate::words::Lang;

const STYLE: &[u8] = include_bytes!("../../static/form.css");

/// Pages without an address of their own: those of the links that mails carry, and what is said when a form cannot be taken
/// and waiting does not cure it. They are the same for every link and every form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedPage {
    /// Buttons that stop what we send.
    Stop,
    Stopped,
    /// No box was ticked.
    Unticked,
    /// A button that confirms a subscription.
    Confirm,
    Confirmed,
    /// Nothing can be taken now.
    Later,
    /// More than fits was typed.
    Long,
    /// What was sent is no text.
    Garbled,
    /// The e-mail address is none.
    Address,
    /// The form is not on the website any more.
    Gone,
}

impl SharedPage {
    const ALL: [SharedPage; 10] = [
        SharedPage::Stop,
        SharedPage::Stopped,
        SharedPage::Unticked,
        SharedPage::Confirm,
        SharedPage::Confirmed,
        SharedPage::Later,
        SharedPage::Long,
        SharedPage::Garbled,
        SharedPage::Address,
        SharedPage::Gone,
    ];

    fn role(self) -> Role {
        match self {
            SharedPage::Stop => Role::Stop,
            SharedPage::Stopped => Role::Stopped,
            SharedPage::Unticked => Role::Unticked,
            SharedPage::Confirm => Role::Confirm,
            SharedPage::Confirmed => Role::Confirmed,
            SharedPage::Later => Role::Later,
            SharedPage::Long => Role::Long,
            SharedPage::Garbled => Role::Garbled,
            SharedPage::Address => Role::Address,
            SharedPage::Gone => Role::Gone,
        }
    }
}

/// Draws a page that is the same for all, for a company, in a language.
pub type DrawShared = fn(SharedPage, Lang, &str) -> Result<Vec<u8>>;

/// What may be served, and its bytes.
#[derive(Default)]
struct Served {
    entries: Vec<Entry>,
    bodies: Vec<Vec<u8>>,
}

impl Served {
    fn add(&mut self, path: String, role: Role, lang: &str, body: Vec<u8>, fields: Vec<Field>) {
        self.entries.push(Entry { path, role, lang: lang.to_owned(), sha256: sha256(&body), fields });
        self.bodies.push(body);
    }

    fn add_shared(&mut self, company: &str, draw: DrawShared) -> Result<()> {
        for page in SharedPage::ALL {
            for &lang in Lang::ALL {
                let boxes = Purpose::ALL.iter().filter(|_| page == SharedPage::Stop);
                let fields = boxes.map(|purpose| field(purpose.word(), false, 0)).collect();
                self.add(String::new(), page.role(), lang.word(), draw(page, lang, company)?, fields);
            }
        }
        Ok(())
    }

    /// A publication that stands no more where it stood: its form is taken from whoever has it open and shown to nobody; its
    /// other pages stay as long, unless others have their addresses.
    fn add_retired(&mut self, published: &Published, page: super::Page) {
        let taken = |path: &str| self.entries.iter().any(|entry| entry.path == path);
        let same = self.entries.iter().any(|entry| entry.role == Role::Form && entry.sha256 == page.sha256);
        let before = self.entries.len();
        if page.leaf == Leaf::Form {
            if !same {
                self.add_form(published, page);
                self.entries.iter_mut().skip(before).for_each(|entry| entry.role = Role::Retired);
            }
        } else if !taken(&address(published, &page)) {
            self.add_form(published, page);
        }
    }

    fn add_form(&mut self, published: &Published, page: super::Page) {
        let path = address(published, &page);
        let role = match page.leaf {
            Leaf::Form => Role::Form,
            Leaf::Notice => Role::Notice,
            Leaf::Thanks => Role::Thanks,
            Leaf::Missing => Role::Missing,
            Leaf::Again => Role::Again,
        };
        let fields = if role == Role::Form { fields(published) } else { Vec::new() };
        self.add(path, role, page.lang.word(), page.body, fields);
    }
}

/// Where a page of a publication stands.
fn address(published: &Published, page: &super::Page) -> String {
    let form = format!("/{}/{}", page.lang.word(), published.slug);
    match page.leaf {
        Leaf::Form => form,
        leaf => format!("{form}/{}", leaf.word()),
    }
}

/// Whoever has a form open may send it for a day (`intake::DAY`), and clocks differ: so long what was followed by another
/// version, or taken off, is still taken.
const GRACE: chrono::TimeDelta = chrono::TimeDelta::hours(25);

/// Writes the folder when it does not hold exactly what is published now. Blocks.
///
/// # Errors
/// When the database or the disk does not take part.
pub fn publish_folder(app: &App, draw: DrawShared) -> Result<()> {
    let mut served = Served::default();
    served.add("/static/form.css".to_owned(), Role::Style, "", STYLE.to_vec(), Vec::new());
    served.add_shared(&app.config().company, draw)?;
    let served = app.look_now(&Actor::House, |l| {
        let now = l.now;
        let mut retired = Vec::new();
        for form in store::forms(l.conn())? {
            // Until when each stood: the newest for as long as the form is not withdrawn.
            let mut until = (form.state != State::Published).then_some(form.changed_at);
            for published in store::publications_of(l.conn(), form.id)? {
                let since = published.published_at;
                match until {
                    None => {
                        for page in store::pages_of(l.conn(), &[published.id])? {
                            served.add_form(&published, page);
                        }
                    }
                    Some(until) if now - until < GRACE => retired.push(published),
                    Some(_) => break,
                }
                until = Some(since);
            }
        }
        for published in retired {
            for page in store::pages_of(l.conn(), &[published.id])? {
                served.add_retired(&published, page);
            }
        }
        Ok(served)
    })?;
    let spooling = app.vault().spooling();
    let manifest = Manifest { recipient: spooling.recipient(), entries: served.entries };
    let bodies: Vec<&[u8]> = served.bodies.iter().map(Vec::as_slice).collect();
    Ok(manifest.write(&app.config().publish, &bodies, |list| spooling.sign(list))?)
}

fn field(name: &str, required: bool, most: usize) -> Field {
    Field { name: name.to_owned(), required, most }
}

/// What the intake takes of this form: what its page has, and as much as that lets in.
fn fields(published: &Published) -> Vec<Field> {
    let mut fields = vec![field("family_name", true, 100), field("email", true, 254)];
    for ask in &published.definition.asks {
        fields.push(match ask {
            Ask::GivenName => field(ask.word(), false, 100),
            Ask::Phone => field(ask.word(), false, 40),
            Ask::Company => field(ask.word(), false, 150),
            Ask::Message => {
                field(ask.word(), matches!(published.kind, FormKind::Contact | FormKind::Privacy), super::LONGEST)
            }
        });
    }
    fields.extend(
        published.definition.purposes.iter().map(|purpose| field(&format!("consent_{}", purpose.word()), false, 3)),
    );
    fields
}
