//! What kind of key store a file is, and how to make one that can be read without a JVM.

use std::{fs::File, io::Read as _, path::Path};

/// The formats that `ssl.truststore.type` and `ssl.keystore.type` name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyStore {
    /// Text with `-----BEGIN …` blocks.
    Pem,
    /// What Java writes by default since version 9.
    Pkcs12,
    /// Java's own format, which nothing but Java reads.
    Jks,
}

impl KeyStore {
    /// The format of a file: what its first bytes say, or else what `declared` says (`JKS`, Kafka's default, is also what
    /// people leave when they have PKCS#12: Java reads either).
    ///
    /// # Errors
    /// A text for the user: the file cannot be read, or its type is not known.
    pub(crate) fn of(path: &str, declared: Option<&str>) -> Result<Self, String> {
        let mut start = Vec::new();
        File::open(Path::new(path))
            .and_then(|file| file.take(4096).read_to_end(&mut start))
            .map_err(|error| format!("could not read {path}: {error}"))?;
        if start.starts_with(&[0xFE, 0xED, 0xFE, 0xED]) {
            return Ok(Self::Jks);
        }
        if start.windows(11).any(|window| window == b"-----BEGIN ") {
            return Ok(Self::Pem);
        }
        // DER: a SEQUENCE, its length in the long form or indefinite.
        if matches!(start.as_slice(), [0x30, 0x80..=0x84, ..]) {
            return Ok(Self::Pkcs12);
        }
        match declared.map(str::to_ascii_uppercase).as_deref() {
            Some("PEM") => Ok(Self::Pem),
            Some("PKCS12") => Ok(Self::Pkcs12),
            None | Some("JKS") => Ok(Self::Jks),
            Some(other) => Err(format!("{path} is of type {other}; use PEM, or PKCS12 for a key store")),
        }
    }
}

/// The line that turns a trust store into PEM, whatever Java format it has.
pub(crate) fn trust_store_to_pem(path: &str) -> String {
    let pem = Path::new(path).with_extension("pem");
    format!("keytool -list -rfc -keystore {path} > {}", pem.display())
}

/// The line that turns a JKS key store into PKCS#12.
pub(crate) fn key_store_to_pkcs12(path: &str) -> String {
    let p12 = Path::new(path).with_extension("p12");
    format!("keytool -importkeystore -srckeystore {path} -destkeystore {} -deststoretype PKCS12", p12.display())
}

/// The line that turns a PKCS#12 key store into PEM.
pub(crate) fn key_store_to_pem(path: &str) -> String {
    let pem = Path::new(path).with_extension("pem");
    format!("openssl pkcs12 -in {path} -nodes -out {}", pem.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8], declared: Option<&str>) -> Result<KeyStore, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        KeyStore::of(file.path().to_str().unwrap(), declared)
    }

    #[test]
    fn the_content_decides_before_the_declared_type() {
        assert_eq!(kind(b"\xfe\xed\xfe\xed\0\0\0\x02", Some("PKCS12")), Ok(KeyStore::Jks));
        assert_eq!(kind(b"\x30\x82\x0a\x00\x02\x01\x03", None), Ok(KeyStore::Pkcs12));
        assert_eq!(kind(b"subject=x\n-----BEGIN CERTIFICATE-----\n", None), Ok(KeyStore::Pem));
    }

    #[test]
    fn a_missing_file_is_named() {
        assert!(KeyStore::of("/nowhere/t.jks", None).unwrap_err().starts_with("could not read /nowhere/t.jks: "));
    }
}
