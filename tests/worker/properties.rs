//! `.properties` files: equal to the JDK's reader, and clearer about mistakes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use kconnect_tests::{Result, java};
use kconnect_worker::properties::Properties;
use proptest::{
    collection::vec,
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Files that somebody once got wrong.
const KNOWN: &[&[u8]] = &[
    b"",
    b"\\",
    b"\\\n",
    b"\\\n#not a comment?\nb=1",
    b"a\\\n  \n b=1",
    b"a=b\\",
    b"a=b\\\r\n   c\r\nd:e",
    b"a=b\\\\\nc=d",
    b"# comment \\\nk=v",
    b"   ! comment\n\t\x0ckey\t \x0c:  value  \n",
    b"key\\ with\\:all\\=kinds = : = value",
    b"=empty key",
    b"only.key",
    b"twice=1\ntwice=2",
    b"emoji=\\ud83d\\ude00",
    b"half=\\ud83d",
    b"halves=\\ude00\\ud83d",
    b"split=\\ud83d\\\n  \\ude00",
    b"short=\\u12",
    b"wrong=\\u12g4",
    b"continued=\\u1\\\n234",
    b"\\u006bey=\\u0076",
    b"path=C:\\new\\temp\\file",
    "latin=\u{e9}".as_bytes(),
    b"latin=\xe9\xff\x80",
    b"zero=\x00\x01",
    b"cr=1\rlf=2\ncrlf=3\r\nend=4",
];

/// Pieces whose combinations reach every branch of the reader.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "\\", "\\\\", "\n", "\r", "\r\n", " ", "\t", "\x0c", "=", ":", "#", "!", "\\u", "\\u0041", "\\ud83d\\ude00", "\\ud83d",
            "\\ude00", "\\u00", "\\uZ", "\\t", "\\n", "\\r", "\\f", "\\ ", "\\=", "\\:", "\\#", "\\\n ", "\\\r\n\t", "é", "key", "a.b",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ]
}

fn generated(count: usize) -> Vec<Vec<u8>> {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let strategy = vec(piece(), 0..24).prop_map(|pieces| pieces.concat());
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn every_file_reads_as_the_jdk_reads_it() -> Result {
    let cases: Vec<Vec<u8>> = KNOWN.iter().map(|case| case.to_vec()).chain(generated(6000)).collect();
    let directory = tempfile::tempdir()?;
    let input = directory.path().join("cases");
    std::fs::write(&input, cases.iter().map(|case| hex(case) + "\n").collect::<String>())?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("worker/java/PropertiesOracle.java");
    let answers = java::run_source("", &source, &[input.to_str().unwrap()])?;
    assert_eq!(answers.lines().count(), cases.len(), "the JDK answered another number of cases");
    let mut refused = 0;
    for (case, expected) in cases.iter().zip(answers.lines()) {
        let shown = String::from_utf8_lossy(case);
        match (expected.strip_prefix("error "), Properties::parse("case.properties", case)) {
            (Some(message), Err(error)) => {
                refused += 1;
                // Half a surrogate pair before the JDK's mistake is found first.
                assert!(error.message == message || error.message.starts_with("half of"), "{shown:?}: {error}");
            }
            (Some(message), Ok(_)) => panic!("the JDK refuses {shown:?}: {message}"),
            (None, Ok(properties)) => assert_eq!(lines(&properties), expected, "{shown:?}"),
            (None, Err(error)) => {
                assert!(error.message.starts_with("half of"), "the JDK takes {shown:?}: {error}");
                assert!(has_lone_surrogate(expected), "{shown:?} has no half surrogate pair");
            }
        }
    }
    assert!(refused > 100, "only {refused} cases were malformed");
    Ok(())
}

/// What the Java program prints for the same content.
fn lines(properties: &Properties) -> String {
    let units = |text: &str| text.encode_utf16().fold(String::new(), |hex, unit| hex + &format!("{unit:04x}"));
    let sorted: BTreeMap<String, String> =
        properties.iter().map(|entry| (units(&entry.key), units(&entry.value))).collect();
    sorted.iter().fold("ok".to_owned(), |line, (key, value)| format!("{line} {key}={value}"))
}

fn has_lone_surrogate(answer: &str) -> bool {
    answer[2..].split([' ', '=']).any(|text| {
        let units: Vec<u16> = text
            .as_bytes()
            .chunks(4)
            .map(|digits| u16::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap())
            .collect();
        String::from_utf16(&units).is_err()
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[test]
fn a_malformed_escape_is_shown_with_its_place_and_the_remedy() {
    let error = Properties::parse("twitter.properties", b"a=1\nfilter.keywords=x,\\u12g4,y\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "twitter.properties:2:19: Malformed \\uxxxx encoding.\n  \
         |\n\
         2 | filter.keywords=…\\u12g\n  \
         |                  ^^^^^\n  \
         = `\\u` needs four hexadecimal digits, such as `\\u00e9`; write `\\\\u` for a backslash and a `u`"
    );
}

#[test]
fn nothing_of_a_password_is_shown() {
    let error = Properties::parse("w.properties", b"ssl.keystore.password=hunter2\\user").unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(!text.contains("hunter2") && !text.contains("\\us"), "{text}");
    let properties = Properties::parse("w.properties", "p.password=h\u{fc}nter".as_bytes()).unwrap();
    let text = format!("{properties:?} {}", properties.warnings()[0]);
    assert!(!text.contains("nter") && !text.contains('\u{fc}'), "{text}");
}

#[test]
fn utf8_in_a_value_is_warned_about_with_the_escape_to_write() {
    let properties = Properties::parse("c.properties", "# é\nname=caf\u{e9} \u{1f600}\n".as_bytes()).unwrap();
    let warnings: Vec<String> = properties.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["c.properties:2:9: `é` is read as `Ã©`, because properties files are ISO-8859-1; write `\\u00e9`"]
    );
}

#[test]
fn a_true_iso_8859_1_file_gets_no_warning() {
    let properties = Properties::parse("c.properties", b"name=caf\xe9").unwrap();
    assert_eq!(properties.get("name").unwrap().value, "caf\u{e9}");
    assert!(properties.warnings().is_empty());
}

#[test]
fn a_repeated_key_is_warned_about_and_the_last_one_counts() {
    let properties = Properties::parse("c.properties", b"k=1\nother=x\nk=2").unwrap();
    assert_eq!(properties.get("k").unwrap().value, "2");
    assert_eq!(
        properties.warnings()[0].to_string(),
        "c.properties:3:1: `k` is already set on line 1; this line replaces it"
    );
}

#[test]
fn spans_lead_back_to_the_source() {
    let source = b"# c\n  key\\ one = first\\\n   second\n";
    let properties = Properties::parse("c.properties", source).unwrap();
    let span = properties.get("key one").unwrap().span.clone().unwrap();
    assert_eq!(&source[span.key], b"key\\ one");
    assert_eq!(&source[span.value], b"first\\\n   second");
    assert_eq!((span.position.line, span.position.column), (2, 3));
}
