//! Fingerprints of the Parsing Canonical Form (`SchemaNormalization.parsingFingerprint`).

use md5::Md5;
use sha2::{Digest as _, Sha256};

use super::tree::Schema;

/// The fingerprint of nothing, and the polynomial.
const EMPTY: u64 = 0xc15d_213a_a4d7_a795;

/// Where each byte leads.
const TABLE: [u64; 256] = table();

impl Schema {
    /// CRC-64-AVRO of [`Schema::canonical_form`]; Java's byte array of it is the little-endian one.
    ///
    /// ```
    /// use kconnect::avro::Schema;
    ///
    /// assert_eq!("\"int\"".parse::<Schema>().unwrap().fingerprint_crc64(), 0x7275_d51a_3f39_5c8f);
    /// ```
    #[must_use]
    pub fn fingerprint_crc64(&self) -> u64 {
        self.canonical_form().bytes().fold(EMPTY, |crc, byte| {
            let [low, ..] = crc.to_le_bytes();
            (crc >> 8) ^ TABLE.get(usize::from(low ^ byte)).copied().unwrap_or_default()
        })
    }

    /// MD5 of [`Schema::canonical_form`].
    #[must_use]
    pub fn fingerprint_md5(&self) -> [u8; 16] {
        Md5::digest(self.canonical_form()).into()
    }

    /// SHA-256 of [`Schema::canonical_form`].
    #[must_use]
    pub fn fingerprint_sha256(&self) -> [u8; 32] {
        Sha256::digest(self.canonical_form()).into()
    }
}

#[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "a constant: it is computed while this is built")]
const fn table() -> [u64; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        let mut crc = byte as u64;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc >> 1) ^ (EMPTY & (crc & 1).wrapping_neg());
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
}
