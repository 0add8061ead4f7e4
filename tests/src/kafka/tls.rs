//! A certificate for a broker on loopback, made with the JDK's own tool.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::{Result, java, tool};

const LIMIT: Duration = Duration::from_mins(1);
const PASSWORD: &str = "certificate";

/// Makes a key and a certificate for 127.0.0.1 that is its own authority: the broker's properties, and the file that a
/// client gives as `ssl.ca.location`.
pub(super) fn certificate(folder: &Path) -> Result<(Vec<(String, String)>, PathBuf)> {
    let (store, authority) = (folder.join("broker.p12"), folder.join("ca.pem"));
    let keytool = |args: &[&str]| {
        let mut keytool = Command::new("keytool");
        keytool.args(args).args(["-alias", "broker", "-storepass", PASSWORD, "-keystore"]).arg(&store);
        keytool
    };
    let mut make = keytool(&["-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"]);
    make.args(["-storetype", "PKCS12", "-dname", "CN=127.0.0.1"]);
    make.args(["-ext", "san=ip:127.0.0.1,dns:localhost", "-ext", "bc:critical=ca:true"]);
    tool::run(make, LIMIT, java::INSTALL)?;
    let mut export = keytool(&["-exportcert", "-rfc"]);
    export.arg("-file").arg(&authority);
    tool::run(export, LIMIT, java::INSTALL)?;
    let properties = [
        ("ssl.keystore.location", store.display().to_string()),
        ("ssl.keystore.type", "PKCS12".to_owned()),
        ("ssl.keystore.password", PASSWORD.to_owned()),
        ("ssl.key.password", PASSWORD.to_owned()),
    ];
    Ok((properties.map(|(key, value)| (key.to_owned(), value)).to_vec(), authority))
}
