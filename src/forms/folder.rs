//! What is published, put where the intake serves it from: the forms, and the pages of the links that mails carry.
use super::building::sha256;
use super::{Ask, FormKind, Leaf, Published, State, store};
use crate::actor::Actor;
use crate::app::App;
use crate::consent::Purpose;
use crate::error::Result;
use crate::intake::{Entry, Field, Manifest, Role};
use crate::words::Lang;

const STYLE: &[u8] = include_bytes!("../../static/form.css");

/// The pages of the links that mails carry. They are the same for every link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPage {
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
}

impl LinkPage {
    const ALL: [LinkPage; 6] = [
        LinkPage::Stop,
        LinkPage::Stopped,
        LinkPage::Unticked,
        LinkPage::Confirm,
        LinkPage::Confirmed,
        LinkPage::Later,
    ];

    fn role(self) -> Role {
        match self {
            LinkPage::Stop => Role::Stop,
            LinkPage::Stopped => Role::Stopped,
            LinkPage::Unticked => Role::Unticked,
            LinkPage::Confirm => Role::Confirm,
            LinkPage::Confirmed => Role::Confirmed,
            LinkPage::Later => Role::Later,
        }
    }
}

/// Draws a page of a link, for a company, in a language.
pub type DrawLink = fn(LinkPage, Lang, &str) -> Result<Vec<u8>>;

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

    fn add_links(&mut self, company: &str, draw: DrawLink) -> Result<()> {
        for page in LinkPage::ALL {
            for &lang in Lang::ALL {
                let boxes = Purpose::ALL.iter().filter(|_| page == LinkPage::Stop);
                let fields = boxes.map(|purpose| field(purpose.word(), false, 0)).collect();
                self.add(String::new(), page.role(), lang.word(), draw(page, lang, company)?, fields);
            }
        }
        Ok(())
    }

    fn add_form(&mut self, published: &Published, page: super::Page) {
        let path = format!("/{}/{}", page.lang.word(), published.slug);
        let (path, role) = match page.leaf {
            Leaf::Form => (path, Role::Form),
            Leaf::Notice => (format!("{path}/notice"), Role::Notice),
            Leaf::Thanks => (format!("{path}/thanks"), Role::Thanks),
            Leaf::Missing => (format!("{path}/missing"), Role::Missing),
            Leaf::Again => (format!("{path}/again"), Role::Again),
        };
        let fields = if role == Role::Form { fields(published) } else { Vec::new() };
        self.add(path, role, page.lang.word(), page.body, fields);
    }
}

/// Writes the folder when it does not hold exactly what is published now. Blocks.
///
/// # Errors
/// When the database or the disk does not take part.
pub fn publish_folder(app: &App, draw: DrawLink) -> Result<()> {
    let mut served = Served::default();
    served.add("/static/form.css".to_owned(), Role::Style, "", STYLE.to_vec(), Vec::new());
    served.add_links(&app.config().company, draw)?;
    let served = app.look_now(&Actor::House, |l| {
        for form in store::forms(l.conn())?.into_iter().filter(|form| form.state == State::Published) {
            let Some(published) = store::last_publication(l.conn(), form.id)? else { continue };
            for page in store::pages_of(l.conn(), &[published.id])? {
                served.add_form(&published, page);
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
            // Browsers count a line break as one character and send two.
            Ask::Message => {
                field(ask.word(), matches!(published.kind, FormKind::Contact | FormKind::Privacy), 2 * super::LONGEST)
            }
        });
    }
    fields.extend(
        published.definition.purposes.iter().map(|purpose| field(&format!("consent_{}", purpose.word()), false, 3)),
    );
    fields
}
