//! Variables in configurations: where they are found, what fills them in, and that nobody sees what did. What comes out of
//! the file, directory and environment providers is what Kafka 4.3.1's own classes give for the same input.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use kconnect::{
    ConfigDef, Error, ErrorKind, Password, Prop, Props, Result,
    config::{
        ConfigData, ConfigProvider, ConfigTransformer, DirectoryConfigProvider, EnvVarConfigProvider,
        FileConfigProvider, ProviderClasses, parse_variables, resolve_variables,
    },
};
use tempfile::TempDir;

const FILE: &str = FileConfigProvider::CLASS;

fn props<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Props {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), Prop::from(value))).collect()
}

/// Knows every key but those that begin with `no`, and writes down what it is asked.
#[derive(Default)]
struct Echo {
    asked: Mutex<Vec<String>>,
    ttl: Option<Duration>,
}

impl ConfigProvider for Echo {
    fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
        let keys: Vec<_> = keys.into_iter().flatten().collect();
        self.asked.lock().unwrap().push(format!("{path}: {keys:?}"));
        let found = keys.into_iter().filter(|key| !key.starts_with("no"));
        let data: ConfigData = found.map(|key| (key.clone(), format!("<{path}|{key}>"))).collect();
        Ok(self.ttl.into_iter().fold(data, ConfigData::with_ttl))
    }

    fn known_keys(&self, _path: &str) -> Vec<String> {
        vec!["notable".to_owned()]
    }
}

fn echo() -> ConfigTransformer {
    with("t", Echo::default())
}

fn with(name: &str, provider: impl ConfigProvider) -> ConfigTransformer {
    let provider: Arc<dyn ConfigProvider> = Arc::new(provider);
    ConfigTransformer::new(BTreeMap::from([(name.to_owned(), provider)]))
}

#[test]
fn variables_are_replaced_where_kafkas_transformer_replaces_them() {
    for (text, expected) in [
        ("${t:k}", "<|k>"),
        ("${t:p:k}", "<p|k>"),
        ("${t::k}", "<|k>"),
        ("${t:p:}", "<p|>"),
        ("${t:}", "<|>"),
        ("${t:p:a:b}", "<p|a:b>"),
        ("${t:k", "${t:k"),
        ("$${t:k}}", "$<|k>}"),
        ("\\${t:k}", "\\<|k>"),
        ("${${t:k}}", "${${t:k}}"),
        ("${t:${t:k}}", "<${t|k>}"),
        ("${x${t:k}", "${x${t:k}"),
        ("${t}${t:k}", "${t}<|k>"),
        ("a${t:nope}b${t:k}c", "a${t:nope}b<|k>c"),
        ("${u:k}${t:k}${u:q}", "${u:k}<|k>${u:q}"),
        ("${ t : p : k }", "${ t : p : k }"),
        ("${t:\nk}", "<|\nk>"),
        ("${t:pé:k}", "<pé|k>"),
        ("$ {t:k} ${t:k}", "$ {t:k} <|k>"),
        ("${t:k}${t:k}${t:p:k}", "<|k><|k><p|k>"),
        ("", ""),
        ("}${t:k}{", "}<|k>{"),
        ("${{t:k}}", "${{t:k}}"),
        ("${a:b}:c}", "${a:b}:c}"),
    ] {
        let transformed = echo().transform(&props([("c", text)])).unwrap();
        assert_eq!(transformed.props["c"].expose(), Some(expected), "{text}");
    }
}

#[test]
fn the_ranges_of_a_variable_are_those_of_its_parts() {
    let text = "é ${file:/etc/x:a:b}, ${env:TOKEN}";
    let found = parse_variables(text);
    let parts: Vec<_> = found
        .iter()
        .map(|found| {
            [&found.span, &found.provider_span, &found.path_span, &found.key_span].map(|span| &text[span.clone()])
        })
        .collect();
    assert_eq!(parts, [["${file:/etc/x:a:b}", "file", "/etc/x", "a:b"], ["${env:TOKEN}", "env", "", "TOKEN"]]);
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), ["${file:/etc/x:a:b}", "${env:TOKEN}"]);
}

#[test]
fn a_path_is_looked_up_once_for_all_the_variables_that_name_it() {
    let provider = Arc::new(Echo::default());
    let shared: Arc<dyn ConfigProvider> = Arc::<Echo>::clone(&provider);
    let transformer = ConfigTransformer::new(BTreeMap::from([("t".to_owned(), shared)]));
    transformer.transform(&props([("a", "${t:p:x}${t:q:x}"), ("b", "${t:p:y} ${t:p:x}")])).unwrap();
    assert_eq!(*provider.asked.lock().unwrap(), [r#"p: ["x", "y"]"#, r#"q: ["x"]"#]);
}

#[test]
fn values_are_not_searched_for_variables_and_nulls_stay() {
    let variables = [("A".to_owned(), "${env:B}".to_owned()), ("B".to_owned(), "b".to_owned())];
    let transformer = with("env", EnvVarConfigProvider::from_iter(variables));
    let mut given = props([("k", "${env:A}")]);
    given.insert("null".to_owned(), Prop::Null);
    let once = transformer.transform(&given).unwrap().props;
    let twice = transformer.transform(&once).unwrap().props;
    for transformed in [once, twice] {
        assert_eq!(transformed["k"].expose(), Some("${env:B}"));
        assert_eq!(transformed["null"], Prop::Null);
    }
}

#[test]
fn the_shortest_time_to_live_of_a_path_counts() {
    let provider = |seconds| -> Arc<dyn ConfigProvider> {
        Arc::new(Echo { ttl: Some(Duration::from_secs(seconds)), ..Echo::default() })
    };
    let providers = BTreeMap::from([("a".to_owned(), provider(7)), ("b".to_owned(), provider(5))]);
    let transformed = ConfigTransformer::new(providers).transform(&props([("k", "${a:p:k}${b:p:k}${a:q:k}")])).unwrap();
    let expected = [("p".to_owned(), Duration::from_secs(5)), ("q".to_owned(), Duration::from_secs(7))];
    assert_eq!(transformed.ttls, BTreeMap::from(expected));
}

#[test]
fn a_variable_without_a_value_is_named_with_what_was_probably_meant() {
    let messages = |text: &str| -> Vec<_> {
        let transformed = with("file", Echo::default()).transform(&props([("k", text)])).unwrap();
        transformed.unresolved.iter().map(ToString::to_string).collect()
    };
    let begin = |variable: &str| format!("the variable {variable} in configuration k is not resolved: ");
    assert_eq!(messages("${file:p:k}"), [""; 0]);
    assert_eq!(
        messages("${fiel:p:k} ${vault:p:k}"),
        [
            begin("${fiel:p:k}") + "config.providers names no `fiel`; did you mean `file`?",
            begin("${vault:p:k}") + "config.providers names no `vault`"
        ]
    );
    assert_eq!(
        messages("${file:/p:notabel} ${file:nothing}"),
        [
            begin("${file:/p:notabel}") + "`file` has no `notabel` at /p; did you mean `notable`?",
            begin("${file:nothing}") + "`file` has no `nothing`"
        ]
    );
}

/// Is out of reach.
#[derive(Default)]
struct Down;

impl ConfigProvider for Down {
    fn get(&self, path: &str, _keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
        if path == "sealed" { Err(Error::fatal("the vault is sealed")) } else { Err(Error::retriable("no answer")) }
    }
}

#[test]
fn every_variable_that_cannot_be_looked_up_is_an_error_and_only_a_permanent_one_is_fatal() {
    let transform = |a: &str, b: &str| with("v", Down).transform(&props([("a", a), ("b", b)])).unwrap_err();
    let passing = transform("${v:x}", "${v:y}");
    assert_eq!(
        passing.to_string(),
        "Invalid value ${v:x} for configuration a: no answer\nInvalid value ${v:y} for configuration b: no answer"
    );
    assert_eq!(Error::from(passing).kind(), ErrorKind::Retriable { after: None });
    assert_eq!(Error::from(transform("${v:x}", "${v:sealed:y}")).kind(), ErrorKind::Fatal);
}

/// Files for the providers that read them.
fn files() -> TempDir {
    let directory = TempDir::new().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = directory.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    };
    write(
        "allowed/f.properties",
        "k=v\nsp = x y \nu=café\ne=\\u00e9\nemoji=😀\nbs=\\éz\ncont=a\\\n  ü\nempty=\n=nokey\ndup=1\ndup=2\nvar=${file:x:y}\n"
            .as_bytes(),
    );
    write("secret/f", b"k=secret\n");
    write("allowed/latin", b"k=\xe9\n");
    write("allowed/escape", b"k=\\u12\n");
    write("dir/password", b"pw\n");
    write("dir/latin", b"\xe9");
    write("dir/subdir/f", b"x");
    #[cfg(unix)]
    for (target, link) in [("password", "link"), ("/nonexistent", "dangling")] {
        std::os::unix::fs::symlink(target, directory.path().join("dir").join(link)).unwrap();
    }
    directory
}

/// What a provider gives, or says. `@` stands for the files' directory.
fn get(
    mut provider: impl ConfigProvider,
    allowed: Option<&str>,
    files: &TempDir,
    path: &str,
    keys: Option<&[&str]>,
) -> Got {
    let root = files.path().display().to_string();
    let params = allowed.map(|allowed| ("allowed.paths".to_owned(), Prop::from(allowed.replace('@', &root))));
    let keys = keys.map(|keys| keys.iter().map(|key| (*key).to_owned()).collect());
    provider
        .configure(&params.into_iter().collect())
        .and_then(|()| provider.get(&path.replace('@', &root), keys.as_ref()))
        .map(|data| data.data)
        .map_err(|error| error.to_string().replace(&root, "@"))
}

type Got = Result<BTreeMap<String, String>, String>;

#[expect(clippy::unnecessary_wraps, reason = "what is compared is a result")]
fn data<const N: usize>(pairs: [(&str, &str); N]) -> Got {
    Ok(pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
}

fn refused(message: &str) -> Got {
    Err(message.to_owned())
}

#[test]
fn the_file_provider_reads_properties_in_utf_8() {
    let files = files();
    let file = |path: &str, keys: Option<&[&str]>| get(FileConfigProvider::default(), None, &files, path, keys);
    assert_eq!(
        file("@/allowed/f.properties", None),
        data([
            ("", "nokey"),
            ("bs", "éz"),
            ("cont", "aü"),
            ("dup", "2"),
            ("e", "é"),
            ("emoji", "😀"),
            ("empty", ""),
            ("k", "v"),
            ("sp", "x y "),
            ("u", "café"),
            ("var", "${file:x:y}"),
        ])
    );
    assert_eq!(file("@/allowed/f.properties", Some(&["k", "nope"])), data([("k", "v")]));
    assert_eq!(file("", Some(&["k"])), data([]));
    for path in ["@/none", "@/allowed", "@/allowed/latin"] {
        assert_eq!(file(path, Some(&["k"])), refused(&format!("Could not read properties from file {path}")));
    }
}

#[test]
fn what_is_wrong_with_a_properties_file_is_told_without_its_values() {
    let files = files();
    let mut provider = FileConfigProvider::default();
    provider.configure(&Props::new()).unwrap();
    let path = files.path().join("allowed/escape").display().to_string();
    let error = provider.get(&path, None).unwrap_err();
    assert!(error.chain().contains(r"Malformed \uxxxx encoding."), "{}", error.chain());
}

#[test]
fn the_file_provider_reads_only_below_its_allowed_paths() {
    let files = files();
    let file =
        |allowed: &str, path: &str| get(FileConfigProvider::default(), Some(allowed), &files, path, Some(&["k"]));
    let (allowed, secret, nothing) = (data([("k", "v")]), data([("k", "secret")]), data([]));
    assert_eq!(file("@/allowed", "@/allowed/f.properties"), allowed);
    assert_eq!(file("@/allowed", "@/allowed/../secret/f"), nothing);
    assert_eq!(file("@/dir,@/secret", "@/secret/f"), secret);
    assert_eq!(file("", "@/secret/f"), secret);
    assert_eq!(file(",", "@/secret/f"), nothing);
    assert_eq!(file("@,", "@/secret/f"), secret);
    assert_eq!(file("@/secret/f", "@/secret/./f"), secret);
    assert_eq!(file("/", "secret/f"), nothing);
    assert_eq!(file("/", "/..@/secret/f"), secret);
    assert_eq!(file("@/allow", "@/allowed/f.properties"), refused("Path @/allow does not exist"));
    assert_eq!(file("@/dir, @/secret", "@/secret/f"), refused("Path  @/secret is not absolute"));
    assert_eq!(file(",@", "@/secret/f"), refused("Path  is not absolute"));
    assert_eq!(file("relative/./dir", "x"), refused("Path relative/dir is not absolute"));
    assert_eq!(file("/no/../such//x/", "x"), refused("Path /such/x does not exist"));
}

#[test]
fn a_path_that_is_not_allowed_is_a_warning() {
    let files = files();
    let mut provider = FileConfigProvider::default();
    provider.configure(&props([("allowed.paths", files.path().join("allowed").to_str().unwrap())])).unwrap();
    let found = provider.get("/etc/passwd", None).unwrap();
    assert_eq!(found.warnings, ["The path /etc/passwd is not allowed to be accessed"]);
}

#[cfg(unix)]
#[test]
fn the_directory_provider_reads_each_file_whole_and_follows_links() {
    let files = files();
    let directory =
        |path: &str, keys: Option<&[&str]>| get(DirectoryConfigProvider::default(), None, &files, path, keys);
    assert_eq!(
        directory("@/dir/", Some(&["password", "link", "subdir", "dangling", "nope", "../secret/f", "subdir/f"])),
        data([("link", "pw\n"), ("password", "pw\n")])
    );
    let latin = refused("Could not read file @/dir/latin for property latin");
    assert_eq!(directory("@/dir//", Some(&["latin"])), latin);
    assert_eq!(directory("@/dir", None), latin);
    assert_eq!(directory("@/nodir", Some(&["latin"])), data([]));
    assert_eq!(directory("", Some(&["latin"])), data([]));
    assert_eq!(get(DirectoryConfigProvider::default(), Some("@/allowed"), &files, "@/dir", None), data([]));
}

#[test]
fn a_provider_that_reads_files_refuses_to_before_it_knows_which() {
    let message = "The provider has not been configured yet.";
    assert_eq!(FileConfigProvider::default().get("/x", None).unwrap_err().to_string(), message);
    assert_eq!(DirectoryConfigProvider::default().get("/x", None).unwrap_err().to_string(), message);
}

#[test]
fn the_environment_provider_gives_the_variables_whose_whole_name_matches() {
    let environment = |pattern: Option<&str>, path: &str| {
        let variables = [("A_B", "1"), ("A_C", "2"), ("XA_B", "3")];
        let mut provider: EnvVarConfigProvider =
            variables.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let params = pattern.map(|pattern| ("allowlist.pattern", pattern));
        provider
            .configure(&props(params))
            .and_then(|()| provider.get(path, None))
            .map(|data| data.data.into_keys().collect::<Vec<_>>().join(" "))
            .map_err(|error| error.to_string())
    };
    for (pattern, expected) in [
        (None, "A_B A_C XA_B"),
        (Some("A_.*"), "A_B A_C"),
        (Some("A_B|A_C"), "A_B A_C"),
        (Some("A"), ""),
        (Some(""), ""),
        (Some("(?i)a_b"), "A_B"),
        (Some("A_(?=B)."), "A_B"),
    ] {
        assert_eq!(environment(pattern, ""), Ok(expected.to_owned()), "{pattern:?}");
    }
    assert!(environment(Some("("), "").unwrap_err().contains("Unclosed group near index 1"));
    assert_eq!(
        environment(None, "p"),
        Err("Path is not supported for EnvVarConfigProvider, invalid value 'p'".to_owned())
    );
}

/// A source's configuration.
#[derive(ConfigDef, Clone, Debug)]
struct SourceConfig {
    /// The user's password.
    #[config(importance = high)]
    password: Password,
    /// Where the source is.
    #[config(importance = high)]
    address: String,
    /// How many at once.
    #[config(importance = high)]
    size: i32,
}

/// A configuration whose every value comes out of the environment, and is a secret.
fn resolved(size: &str) -> Props {
    let variables = [("PASSWORD", "hunter2"), ("HOST", "db.internal"), ("SIZE", size)];
    let provider: EnvVarConfigProvider =
        variables.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let given = props([("password", "${env:PASSWORD}"), ("address", "https://${env:HOST}/x"), ("size", "${env:SIZE}")]);
    with("env", provider).transform(&given).unwrap().props
}

#[test]
fn a_connector_gets_values_and_everybody_else_sees_variables() {
    let props = resolved("1234567");
    let config = SourceConfig::parse(&props).unwrap();
    assert_eq!(
        (config.password.expose(), &*config.address, config.size),
        ("hunter2", "https://db.internal/x", 1_234_567)
    );
    let validation = SourceConfig::validate(&props);
    assert_eq!(
        validation.dump("SourceConfig"),
        "SourceConfig values: \n\taddress = https://${env:HOST}/x\n\tpassword = ${env:PASSWORD}\n\tsize = ${env:SIZE}\n"
    );
    let shown = format!("{props:?} {validation:?}");
    for secret in ["hunter2", "db.internal", "1234567"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn an_error_names_the_variable_and_not_what_it_stood_for() {
    let error = SourceConfig::parse(&resolved("twelve")).unwrap_err().to_string();
    assert_eq!(error, "Invalid value ${env:SIZE} for configuration size: Not a number of type INT");
}

#[test]
fn a_configuration_that_is_stored_again_has_its_variables_again() {
    let props = resolved("1234567");
    let stored = SourceConfig::parse(&props).unwrap().to_props_as_given(&props);
    let texts: Vec<_> = stored.values().map(|prop| prop.expose().unwrap()).collect();
    assert_eq!(texts, ["https://${env:HOST}/x", "${env:PASSWORD}", "${env:SIZE}"]);
}

/// Wants a token, and repeats it when it is wrong.
#[derive(Default)]
struct Vault;

impl ConfigProvider for Vault {
    fn configure(&mut self, params: &Props) -> Result<()> {
        match params.get("token").and_then(Prop::expose) {
            Some("hunter2") => Ok(()),
            other => Err(Error::fatal(format!("token {} is not valid", other.unwrap_or_default()))),
        }
    }

    fn get(&self, _path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
        Ok(keys.into_iter().flatten().map(|key| (key.clone(), "from the vault".to_owned())).collect())
    }
}

fn classes() -> ProviderClasses {
    let mut classes = ProviderClasses::default();
    classes.add::<Vault>("com.example.VaultConfigProvider");
    classes
}

/// The properties of a worker that takes the vault's token out of a file.
fn worker(token: &Path) -> Vec<(String, String)> {
    let token = format!("${{file:{}:k}}", token.display());
    [
        ("config.providers", "file , vault"),
        ("config.providers.file.class", FILE),
        ("config.providers.vault.class", "com.example.VaultConfigProvider"),
        ("config.providers.vault.param.token", &token),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .to_vec()
}

fn configured(worker: &[(String, String)]) -> Result<ConfigTransformer, String> {
    let pairs = worker.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    ConfigTransformer::configured(&props(pairs), &classes()).map_err(|problems| problems.to_string())
}

#[test]
fn a_provider_may_be_configured_with_what_one_before_it_knows() {
    let directory = TempDir::new().unwrap();
    let token = directory.path().join("token");
    std::fs::write(&token, "k=hunter2").unwrap();
    let transformer = configured(&worker(&token)).unwrap();
    let props = transformer.transform(&props([("k", "${vault:k}")])).unwrap().props;
    assert_eq!(props["k"].expose(), Some("from the vault"));
}

#[test]
fn a_provider_that_repeats_a_secret_of_its_parameters_is_not_heard_with_it() {
    let directory = TempDir::new().unwrap();
    let token = directory.path().join("token");
    std::fs::write(&token, "k=swordfish").unwrap();
    let error = configured(&worker(&token)).unwrap_err();
    let variable = format!("${{file:{}:k}}", token.display());
    assert_eq!(error, format!("config.providers.vault.param.token: token {variable} is not valid"));
}

#[test]
fn classes_have_short_names_too() {
    for name in [FILE, "FileConfigProvider", "File"] {
        assert!(classes().create(name).is_some(), "{name}");
    }
    assert!(classes().create("file").is_none());
}

#[test]
fn all_mistakes_in_the_list_of_providers_are_named_at_once() {
    let worker = [
        ("config.providers", "a,b,c"),
        ("config.providers.b.class", "FileConfigProvidor"),
        ("config.providers.c.class", FILE),
        ("config.providers.c.param.allowed.paths", "relative/dir"),
    ];
    let errors = ConfigTransformer::configured(&props(worker), &classes()).unwrap_err();
    let by_key: Vec<_> = errors.errors().map(|(key, messages)| (key, messages.join("\n"))).collect();
    assert_eq!(
        by_key.iter().map(|(key, _)| *key).collect::<Vec<_>>(),
        ["config.providers.a.class", "config.providers.b.class", "config.providers.c.param.allowed.paths"]
    );
    let text = errors.to_string();
    for expected in [
        "Missing required configuration \"config.providers.a.class\" which has no default value",
        "available ConfigProviders are: com.example.VaultConfigProvider, org.apache.kafka.common.config.provider.\
         DirectoryConfigProvider, org.apache.kafka.common.config.provider.EnvVarConfigProvider, org.apache.kafka.common.\
         config.provider.FileConfigProvider; did you mean FileConfigProvider?",
        "config.providers.c.param.allowed.paths: Path relative/dir is not absolute",
    ] {
        assert!(text.contains(expected), "{text}");
    }
}

/// What `AbstractConfig` makes of `k`.
fn client(pairs: &[(&str, &str)], provider_props: &[(&str, &str)]) -> Result<String, String> {
    resolve_variables(&props(pairs.iter().copied()), &props(provider_props.iter().copied()), &classes())
        .map(|originals| originals["k"].expose().unwrap().to_owned())
        .map_err(|error| error.to_string())
}

#[test]
fn a_clients_configuration_names_its_own_providers_without_trimming() {
    let files = files();
    let variable = format!("${{file:{}/allowed/f.properties:k}}", files.path().display());
    let (list, class) = ("config.providers", "config.providers.file.class");
    let k = ("k", &*variable);
    assert_eq!(client(&[(list, "file, env"), (class, FILE), k], &[]), Ok("v".to_owned()));
    assert_eq!(client(&[(list, ",file,,"), (class, FILE), k], &[]), Ok("v".to_owned()));
    assert_eq!(client(&[(list, " file"), (class, FILE), k], &[]).as_ref(), Ok(&variable));
    assert_eq!(client(&[(list, "file"), k], &[]).as_ref(), Ok(&variable));
    assert_eq!(
        client(&[(list, "file"), (class, "no.Such"), k], &[]),
        Err("Invalid value no.Such for configuration config.providers.file.class: Could not load config provider class or \
             one of its dependencies"
            .to_owned())
    );
    let missing = client(&[(list, "file"), (class, FILE), ("k", "${file:/none:k}")], &[]).unwrap_err();
    assert!(missing.starts_with("Could not read properties from file /none"), "{missing}");
}

#[test]
fn properties_of_providers_that_are_given_apart_replace_those_in_a_clients_configuration() {
    let files = files();
    let variable = format!("${{file:{}/allowed/f.properties:k}}", files.path().display());
    let own = [("config.providers", "file"), ("config.providers.file.class", FILE), ("k", &*variable)];
    let other = [("config.providers", "other"), ("config.providers.other.class", FILE)];
    assert_eq!(client(&own, &other).as_ref(), Ok(&variable));
    assert_eq!(client(&own[2..], &own[..2]), Ok("v".to_owned()));
}
