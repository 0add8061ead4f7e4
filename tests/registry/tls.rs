//! TLS: whom the client trusts, and the certificate it comes with. The server is Python's.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a part of a test, outside its functions"
)]

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::LazyLock,
};

use kconnect::{Prop, Props};
use kconnect_worker::registry::{RegistryError, SchemaRegistry, SubjectFilter};

/// A registry that wants a certificate of each client. It ends with its input, which the kernel closes with this process.
struct Server {
    url: String,
    files: tempfile::TempDir,
    _process: Child,
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let files = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("registry/tls_server.py");
    let mut process = Command::new(kconnect_tests::python::interpreter().unwrap())
        .arg(script)
        .arg(files.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut port = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
    let port: u16 = port.trim().parse().expect("the server tells its port");
    Server { url: format!("https://localhost:{port}"), files, _process: process }
});

impl Server {
    fn file(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap()
    }

    fn path(&self, name: &str) -> String {
        self.file(name).display().to_string()
    }
}

/// What the client says when it is configured so.
async fn subjects(more: &[(&str, &str)]) -> Result<Vec<String>, RegistryError> {
    let server = tokio::task::spawn_blocking(|| &*SERVER).await.unwrap();
    let all = [("schema.registry.url", server.url.as_str()), ("max.retries", "0")];
    let props: Props = all.iter().chain(more).map(|(key, value)| ((*key).to_owned(), Prop::from(*value))).collect();
    SchemaRegistry::from_props(&props)?.subjects(&SubjectFilter::default()).await
}

const TRUST: &str = "schema.registry.ssl.truststore.location";
const KEY: &str = "schema.registry.ssl.keystore.location";

#[tokio::test]
async fn a_certificate_in_files_opens_the_registry() {
    let (trust, key) = (SERVER.path("ca.pem"), SERVER.path("client.pem"));
    assert_eq!(subjects(&[(TRUST, &trust), (KEY, &key)]).await.unwrap(), ["of client"]);
}

#[tokio::test]
async fn a_certificate_in_the_configuration_opens_the_registry() {
    let [trust, key, chain] = ["ca.pem", "client.key", "client.crt"].map(|name| SERVER.text(name));
    let props = [
        ("schema.registry.ssl.truststore.type", "PEM"),
        ("schema.registry.ssl.truststore.certificates", trust.as_str()),
        ("schema.registry.ssl.keystore.type", "PEM"),
        ("schema.registry.ssl.keystore.key", &key),
        ("schema.registry.ssl.keystore.certificate.chain", &chain),
    ];
    assert_eq!(subjects(&props).await.unwrap(), ["of client"]);
}

#[tokio::test]
async fn a_server_that_is_not_trusted_is_refused_with_the_key_to_check() {
    let key = SERVER.path("client.pem");
    let error = subjects(&[(KEY, &key)]).await.unwrap_err();
    assert!(matches!(&error, RegistryError::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().ends_with("check schema.registry.ssl.truststore.location"), "{error}");
}

#[tokio::test]
async fn without_a_certificate_the_registry_does_not_open() {
    let trust = SERVER.path("ca.pem");
    let error = subjects(&[(TRUST, &trust)]).await.unwrap_err();
    assert!(matches!(&error, RegistryError::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().ends_with("check schema.registry.ssl.keystore.location"), "{error}");
}

#[tokio::test]
async fn a_java_key_store_is_refused_with_the_line_that_converts_it() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), b"\xfe\xed\xfe\xed\0\0\0\x02").unwrap();
    let path = file.path().display().to_string();
    let error = subjects(&[(TRUST, &path)]).await.unwrap_err();
    assert!(matches!(&error, RegistryError::Config { .. }), "{error:?}");
    assert!(error.to_string().contains(&format!("keytool -list -rfc -keystore {path}")), "{error}");
}
