//! A real schema registry: Apicurio's server, which speaks Confluent's API.

use std::{path::Path, sync::OnceLock, time::Duration};

use serde_json::{Value, json};

use crate::{
    Failure, Result,
    blocking::block_on,
    failure::Context,
    maven, ports,
    service::{Recipe, Service},
};

/// Where the registry that all tests share answers Confluent's API: the path belongs to it.
///
/// Started on first use, unless `KCONNECT_TEST_REGISTRY` names another one. Its compatibility level is `BACKWARD`,
/// which is Confluent's default.
///
/// # Errors
/// If Java or Maven is missing, with the line that installs them, or if the registry does not start, with its log.
pub fn url() -> Result<&'static str> {
    static URL: OnceLock<Result<(String, Option<Service>)>> = OnceLock::new();
    let url = URL.get_or_init(|| match std::env::var("KCONNECT_TEST_REGISTRY") {
        Ok(url) if !url.is_empty() => call(reqwest::Method::GET, &format!("{url}/subjects"), None)
            .doing(|| format!("KCONNECT_TEST_REGISTRY is {url}, where no registry answers"))
            .map(|_| (url, None)),
        _ => Service::join("registry", prepare, |url| configure(url).is_ok())
            .map(|service| (service.address.clone(), Some(service))),
    });
    url.as_ref().map(|(url, _)| url.as_str()).map_err(Clone::clone)
}

/// Asks the registry, for example for `/subjects`, and returns the status and the body.
///
/// # Errors
/// If there is no answer, or one that is no JSON.
pub fn get(path: &str) -> Result<(u16, Value)> {
    call(reqwest::Method::GET, &format!("{}{path}", url()?), None)
}

/// Posts a body to the registry and returns the status and the answer.
///
/// # Errors
/// If there is no answer, or one that is no JSON.
pub fn post(path: &str, body: &Value) -> Result<(u16, Value)> {
    call(reqwest::Method::POST, &format!("{}{path}", url()?), Some(body))
}

/// Puts a body to the registry, for example to `/config/<subject>`, and returns the status and the answer.
///
/// # Errors
/// If there is no answer, or one that is no JSON.
pub fn put(path: &str, body: &Value) -> Result<(u16, Value)> {
    call(reqwest::Method::PUT, &format!("{}{path}", url()?), Some(body))
}

fn prepare(run: &Path) -> Result<Recipe> {
    let files = maven::unpacked("registry")?;
    let port = ports::free()?;
    let runner = std::fs::read_dir(&files)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.to_string_lossy().ends_with("-runner.jar"))
        .ok_or_else(|| Failure::new(format!("no *-runner.jar in {}", files.display())))?;
    Ok(Recipe {
        address: format!("http://127.0.0.1:{port}/apis/ccompat/v7"),
        class_path: runner.display().to_string(),
        jvm: ["-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"].map(str::to_owned).to_vec(),
        environment: vec![
            ("QUARKUS_HTTP_HOST", "127.0.0.1".to_owned()),
            ("QUARKUS_HTTP_PORT", port.to_string()),
            // In memory: the data live as long as the server.
            ("REGISTRY_DATASOURCE_URL", "jdbc:h2:mem:registry".to_owned()),
            ("QUARKUS_LOG_FILE_ENABLE", "false".to_owned()),
            ("TMPDIR", run.display().to_string()),
        ],
        main: "io.quarkus.runner.GeneratedMain",
        args: Vec::new(),
    })
}

/// Confluent's default level; also shows that the registry is up.
fn configure(url: &str) -> Result {
    let level = json!({"compatibility": "BACKWARD"});
    match call(reqwest::Method::PUT, &format!("{url}/config"), Some(&level))? {
        (200, _) => Ok(()),
        (status, body) => Err(Failure::new(format!("{url}/config answered {status}: {body}"))),
    }
}

fn call(method: reqwest::Method, url: &str, body: Option<&Value>) -> Result<(u16, Value)> {
    block_on(async {
        // Loopback: not through the proxy that the environment may name.
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(20)).build()?;
        let request = client.request(method, url);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        let response = request.send().await?;
        let status = response.status().as_u16();
        let text = response.text().await?;
        let body = serde_json::from_str(&text).doing(|| format!("{url} answered {status} with `{text}`"))?;
        Ok((status, body))
    })
}
