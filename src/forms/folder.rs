//! What is published, put where the intake serves it from.
use super::building::sha256;
use super::{Ask, FormKind, Leaf, Published, State, store};
use crate::actor::Actor;
use crate::app::App;
use crate::error::Result;
use crate::intake::{Entry, Field, Manifest, Role};

const STYLE: &[u8] = include_bytes!("../../static/form.css");

/// Writes the folder when it does not hold exactly what is published now. Blocks.
///
/// # Errors
/// When the database or the disk does not take part.
pub fn publish_folder(app: &App) -> Result<()> {
    let (entries, bodies) = app.look_now(&Actor::House, |l| {
        let mut entries = vec![Entry {
            path: "/static/form.css".to_owned(),
            role: Role::Style,
            lang: String::new(),
            sha256: sha256(STYLE),
            fields: Vec::new(),
        }];
        let mut bodies = vec![STYLE.to_vec()];
        for form in store::forms(l.conn())?.into_iter().filter(|form| form.state == State::Published) {
            let Some(published) = store::last_publication(l.conn(), form.id)? else { continue };
            for page in store::pages_of(l.conn(), &[published.id])? {
                let path = format!("/{}/{}", page.lang.word(), published.slug);
                let (path, role) = match page.leaf {
                    Leaf::Form => (path, Role::Form),
                    Leaf::Notice => (format!("{path}/notice"), Role::Notice),
                    Leaf::Thanks => (format!("{path}/thanks"), Role::Thanks),
                    Leaf::Missing => (format!("{path}/missing"), Role::Missing),
                    Leaf::Again => (format!("{path}/again"), Role::Again),
                };
                let fields = if role == Role::Form { fields(&published) } else { Vec::new() };
                entries.push(Entry { path, role, lang: page.lang.word().to_owned(), sha256: page.sha256, fields });
                bodies.push(page.body);
            }
        }
        Ok((entries, bodies))
    })?;
    let spooling = app.vault().spooling();
    let manifest = Manifest { recipient: spooling.recipient(), entries };
    let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
    Ok(manifest.write(&app.config().publish, &bodies, |list| spooling.sign(list))?)
}

/// What the intake takes of this form: what its page has, and as much as that lets in.
fn fields(published: &Published) -> Vec<Field> {
    let field = |name: &str, required, most| Field { name: name.to_owned(), required, most };
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
