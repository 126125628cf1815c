//! The second factor: time-based one-time codes (RFC 6238), six digits, thirty seconds, one step of grace.
use crate::error::{Error, Result};
use totp_rs::{Algorithm, Builder, Secret, Totp};
use zeroize::Zeroizing;

/// RFC 4226 asks for 128 bits and recommends 160.
const SEED: usize = 20;

pub fn draw_seed() -> Result<Zeroizing<Vec<u8>>> {
    let mut seed = Zeroizing::new(vec![0; SEED]);
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut seed)
        .map_err(|_| Error::internal("the operating system gave no random bytes"))?;
    Ok(seed)
}

fn totp(seed: &[u8], account: &str, issuer: &str) -> Result<Totp> {
    // The otpauth label is `issuer:account`, so neither may hold a colon.
    let plain = |text: &str| text.replace(':', " ");
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(Secret::from(seed.to_vec()))
        .with_account_name(plain(account))
        .with_issuer(Some(plain(issuer)))
        .build()
        .map_err(|_| Error::internal("a one-time code generator"))
}

/// Which step of time this code is for, when it is for one of the three around now.
pub fn matched_step(seed: &[u8], code: &str, unix: u64) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let step = totp(seed, "account", "Cloister").ok()?.check(&digits, unix)?;
    i64::try_from(step).ok()
}

/// The code of now: for `cloister demo code` and the tests.
pub fn code_at(seed: &[u8], unix: u64) -> Result<String> {
    Ok(totp(seed, "account", "Cloister")?.generate(unix).to_string())
}

/// The seed to type by hand, in groups of four.
pub fn written(seed: &[u8]) -> String {
    let text = data_encoding::BASE32_NOPAD.encode(seed);
    text.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect::<Vec<_>>().join(" ")
}

/// What the authenticator scans, drawn here as an image of its own so that no policy needs loosening.
pub fn qr_svg(seed: &[u8], account: &str, issuer: &str) -> Result<String> {
    let url = totp(seed, account, issuer)?.to_url().map_err(|_| Error::internal("an otpauth address"))?;
    let code = qrcode::QrCode::new(url.as_bytes()).map_err(Error::internal)?;
    let svg = code
        .render::<qrcode::render::svg::Color>()
        .min_dimensions(220, 220)
        .dark_color(qrcode::render::svg::Color("#000"))
        .light_color(qrcode::render::svg::Color("#fff"))
        .build();
    // Inline in a page there is no XML declaration.
    Ok(svg.split_once("?>").map(|(_, svg)| svg.to_owned()).unwrap_or(svg))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let seed = b"12345678901234567890";
        for (unix, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            assert_eq!(code_at(seed, unix).expect("a code"), code);
            assert_eq!(matched_step(seed, code, unix), Some(i64::try_from(unix / 30).expect("small")));
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_no_more() {
        let seed = b"12345678901234567890";
        let code = code_at(seed, 900).expect("a code");
        assert!(matched_step(seed, &code, 870).is_some());
        assert!(matched_step(seed, &code, 930).is_some());
        assert!(matched_step(seed, &code, 990).is_none());
        assert!(matched_step(seed, &code, 810).is_none());
        assert!(matched_step(seed, "28708", 59).is_none());
        assert!(matched_step(seed, "28708a", 59).is_none());
    }
}
