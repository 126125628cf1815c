//! The logins of a demo house: random for each folder, in a file of its own for automation.
use crate::actor::Role;
use crate::auth::totp;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;

#[derive(Clone, Serialize, Deserialize)]
pub struct Login {
    pub role: Role,
    pub user_name: String,
    pub password: String,
    /// Base 32, as authenticators take it.
    pub totp_secret: String,
}

impl Login {
    /// Draws the secrets of an account.
    pub fn draw(role: Role, user_name: &str) -> Result<Self> {
        let mut bytes = [0; 20];
        ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut bytes)
            .map_err(|_| Error::internal("the operating system gave no random bytes"))?;
        Ok(Login {
            role,
            user_name: user_name.to_owned(),
            password: data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase(),
            totp_secret: data_encoding::BASE32_NOPAD.encode(&totp::draw_seed()?),
        })
    }

    pub fn seed(&self) -> Result<Vec<u8>> {
        let secret = self.totp_secret.as_bytes();
        data_encoding::BASE32_NOPAD.decode(secret).map_err(|_| Error::internal("a TOTP secret is not base 32"))
    }

    pub fn code_at(&self, unix: u64) -> Result<String> {
        totp::code_at(&self.seed()?, unix)
    }
}

#[derive(Serialize, Deserialize)]
pub struct Logins(pub Vec<Login>);

impl Logins {
    pub fn get(&self, user_name: &str) -> Option<&Login> {
        self.0.iter().find(|login| login.user_name == user_name)
    }

    pub fn first_of_each_role(&self) -> impl Iterator<Item = &Login> {
        Role::ALL.iter().filter_map(|role| self.0.iter().find(|login| login.role == *role))
    }

    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|_| Error::internal("this folder holds no demo house"))?;
        serde_json::from_slice(&bytes).map_err(Error::internal)
    }

    /// Readable by the user who made it, and by nobody else.
    pub fn write(&self, path: &Path) -> Result<()> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(&serde_json::to_vec_pretty(&self.0).map_err(Error::internal)?)?;
        file.sync_all()?;
        Ok(())
    }
}
