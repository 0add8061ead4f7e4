//! `schema.registry.ssl.…`: whom to trust, and with which certificate to come.

use super::reader::Reader;
use crate::key_store::{KeyStore, key_store_to_pem, trust_store_to_pem};

const TRUST: &str = "schema.registry.ssl.truststore.location";
const KEY: &str = "schema.registry.ssl.keystore.location";

/// PEM, in files or in the configuration. Holds private keys: there is no `Debug`.
#[derive(Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Tls {
    pub(in super::super) trust: Option<Pem>,
    pub(in super::super) identity: Option<Pem>,
}

/// Where PEM is.
#[derive(Clone, PartialEq, Eq)]
pub(in super::super) enum Pem {
    File(String),
    Text(String),
}

impl Pem {
    /// # Errors
    /// A text for the user.
    pub(in super::super) fn read(&self) -> Result<Vec<u8>, String> {
        match self {
            Self::File(path) => std::fs::read(path).map_err(|error| format!("could not read {path}: {error}")),
            Self::Text(text) => Ok(text.clone().into_bytes()),
        }
    }
}

impl Reader<'_> {
    pub(super) fn tls(&mut self) -> Tls {
        const ALGORITHM: &str = "schema.registry.ssl.endpoint.identification.algorithm";
        let tls = Tls {
            trust: self
                .file(TRUST, "schema.registry.ssl.truststore.type", trust_store_to_pem)
                .or_else(|| Some(Pem::Text(self.text("schema.registry.ssl.truststore.certificates")?.to_owned()))),
            identity: self
                .file(KEY, "schema.registry.ssl.keystore.type", key_store_to_pem)
                .or_else(|| self.key_and_chain()),
        };
        if self.props.contains_key(ALGORITHM) && self.text(ALGORITHM) != Some("https") {
            self.problem(ALGORITHM, "only https is supported: the host name in the certificate is always checked");
        }
        tls
    }

    fn key_and_chain(&mut self) -> Option<Pem> {
        const KEY: &str = "schema.registry.ssl.keystore.key";
        const CHAIN: &str = "schema.registry.ssl.keystore.certificate.chain";
        match (self.text(KEY), self.text(CHAIN)) {
            (Some(key), Some(chain)) => return Some(Pem::Text(format!("{key}\n{chain}\n"))),
            (None, None) => {}
            (None, Some(_)) => self.problem(KEY, format!("{CHAIN} needs the private key here, as PEM")),
            (Some(_), None) => self.problem(CHAIN, format!("{KEY} needs its certificates here, as PEM")),
        }
        None
    }

    fn file(&mut self, location: &str, declared: &str, remedy: fn(&str) -> String) -> Option<Pem> {
        let path = self.text(location)?;
        match KeyStore::of(path, self.text(declared)) {
            Ok(KeyStore::Pem) => return Some(Pem::File(path.to_owned())),
            Ok(_) => {
                let message = format!("{path} is not PEM; convert it (`{}`) and set {declared}=PEM", remedy(path));
                self.problem(location, message);
            }
            Err(why) => self.problem(location, why),
        }
        None
    }
}
