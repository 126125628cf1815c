//! The links that mails carry: one stops what we send, one confirms a subscription. Getting them shows a page with a
//! button and does nothing, because scanners of mail follow links; posting to them acts.
//!
//! The intake knows no token. Every link has the same page and the same answer, whether it is ours or not.
use super::{Answer, Intake, Parcel, Role, Said};
use crate::intake::published::Entry;

/// 128 bits take so many characters at least, in whatever alphabet they are written.
const SHORTEST: usize = 22;
const LONGEST: usize = 128;
/// More languages than that nobody reads.
const LANGUAGES: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Stop,
    Confirm,
}

/// What stands in the address of a link.
pub struct Link {
    does: Does,
    /// None when it cannot be one of ours.
    token: Option<String>,
}

impl Link {
    /// None when the address is not that of a link.
    pub fn of(path: &str) -> Option<Self> {
        let stop = path.strip_prefix("/u/").map(|token| (Does::Stop, token));
        let (does, token) = stop.or_else(|| path.strip_prefix("/c/").map(|token| (Does::Confirm, token)))?;
        let is_token = (SHORTEST..=LONGEST).contains(&token.len())
            && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        Some(Link { does, token: is_token.then(|| token.to_owned()) })
    }
}

impl Intake {
    /// Shows the page of a link.
    pub fn show(&self, link: &Link, languages: &[String]) -> Answer {
        let role = match link.does {
            Does::Stop => Role::Stop,
            Does::Confirm => Role::Confirm,
        };
        self.say(200, role, languages)
    }

    /// Somebody pressed a link, or their provider of mail did so for them (RFC 8058). There is no slip, no least time and
    /// no limit for an address: whoever has the link may press it, and providers press it for many people.
    pub fn press(&self, link: &Link, body: &[u8], languages: &[String]) -> Answer {
        let now = self.unix();
        let Some(site) = self.site().filter(|_| !self.links.is_over(now)) else {
            return self.say(503, Role::Later, languages);
        };
        let purposes = match (link.does, site.spoken(Role::Stop, languages)) {
            (Does::Stop, Some((entry, _))) => match stops(entry, body) {
                Some(purposes) => purposes,
                None => return self.say(422, Role::Unticked, languages),
            },
            _ => Vec::new(),
        };
        if let Some(token) = link.token.clone() {
            let said = match link.does {
                Does::Stop => Said::Stop { token, purposes },
                Does::Confirm => Said::Confirm { token },
            };
            let mut id = [0; super::slip::NONCE];
            rand::fill(&mut id);
            let parcel = Parcel { id: data_encoding::HEXLOWER.encode(&id), sent_at: now, said };
            if let Err(status) = self.keep(&site, parcel) {
                return self.say(status, Role::Later, languages);
            }
        }
        let role = match link.does {
            Does::Stop => Role::Stopped,
            Does::Confirm => Role::Confirmed,
        };
        self.say(200, role, languages)
    }

    fn say(&self, status: u16, role: Role, languages: &[String]) -> Answer {
        let site = self.site();
        let page = site.as_ref().and_then(|site| site.spoken(role, languages));
        page.map_or_else(
            || Answer::plain(if status == 200 { 503 } else { status }),
            |(_, body)| Answer::page(status, body),
        )
    }
}

/// What a body wants to stop: some purposes, or everything, which is no purpose. Only what our page sends can mean less
/// than everything; whatever else arrives at such a link, in whatever shape, was sent to be left in peace. None when boxes
/// were meant and none was ticked.
fn stops(entry: &Entry, body: &[u8]) -> Option<Vec<String>> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    if !pairs.iter().any(|(name, value)| name == "what" && value == "ticked") {
        return Some(Vec::new());
    }
    let offered = |word: &String| entry.fields.iter().any(|field| field.name == *word);
    let mut ticked: Vec<String> =
        pairs.into_iter().filter(|(name, _)| name == "stop").map(|(_, word)| word).filter(offered).collect();
    ticked.sort_unstable();
    ticked.dedup();
    (!ticked.is_empty()).then_some(ticked)
}

/// The languages that somebody asks for, dearest first: by the address (`?l=en`), then as their browser says. French is
/// what everybody else gets.
pub fn languages(query: &str, accepted: &str) -> Vec<String> {
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("l="));
    let mut weighed: Vec<(f32, &str)> = Vec::new();
    for part in accepted.split(',').take(LANGUAGES) {
        let mut pieces = part.split(';').map(str::trim);
        let tag = pieces.next().unwrap_or_default();
        let weight = pieces.find_map(|piece| piece.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
        weighed.extend(weight.ok().filter(|weight| *weight > 0.0).map(|weight| (weight, tag)));
    }
    // Stable: of equal weight, the first that was said.
    weighed.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let main = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    asked.into_iter().chain(weighed.into_iter().map(|(_, tag)| tag)).map(main).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Field;

    #[test]
    fn a_link_has_a_token_or_looks_as_if_it_had() {
        let is_token = |path: &str| Link::of(path).map(|link| link.token.is_some());
        assert_eq!(is_token("/u/abcdefghijklmnopqrstuv"), Some(true));
        assert_eq!(is_token("/c/ABC-_fghijklmnopqrstuv0123456789"), Some(true));
        for none in ["/u/", "/u/short", "/c/abcdefghijklmnopqrstu/v", "/u/abcdefghijklmnopqrst%2e", "/c/éééééééééééé"]
        {
            assert_eq!(is_token(none), Some(false), "{none}");
        }
        for other in ["/u", "/fr/u/abcdefghijklmnopqrstuv", "/U/abcdefghijklmnopqrstuv", "/"] {
            assert_eq!(is_token(other), None, "{other}");
        }
    }

    #[test]
    fn only_our_boxes_mean_less_than_everything() {
        let field = |name: &str| Field { name: name.to_owned(), required: false, most: 0 };
        let fields = vec![field("newsletter"), field("promotion")];
        let entry = Entry { path: String::new(), role: Role::Stop, lang: "fr".into(), sha256: String::new(), fields };
        let said = |body: &str| stops(&entry, body.as_bytes());
        let everything = Some(Vec::new());
        assert_eq!(said("what=ticked&stop=promotion&stop=promotion&stop=x"), Some(vec!["promotion".to_owned()]));
        assert_eq!(said("what=ticked"), None);
        assert_eq!(said("what=ticked&stop=x"), None);
        let multipart =
            "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
        for body in ["List-Unsubscribe=One-Click", multipart, "", "what=everything", "{}", "stop=promotion", "%ff%fe"] {
            assert_eq!(said(body), everything, "{body}");
        }
        assert_eq!(stops(&entry, &[0xff, 0, b'&', b'=']), everything);
    }

    #[test]
    fn the_address_decides_on_the_language_and_then_the_browser() {
        assert_eq!(languages("l=en", "fr-FR,fr;q=0.9"), ["en", "fr", "fr"]);
        assert_eq!(languages("", "de;q=0.5, EN-gb ;q=0.8,fr;q=0"), ["en", "de"]);
        assert_eq!(languages("x=1&l=fr", "en;q=x,*"), ["fr", "*"]);
        assert!(languages("", &"a,".repeat(9_000)).len() <= LANGUAGES);
    }
}
