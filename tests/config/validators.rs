//! Every validator, alone: what it lets through, what it says, and how it describes itself. The words were taken from Kafka's
//! classes (kafka-clients and connect-transforms 4.3.1) and from connect-utils 0.7.177, run with these values.

#![allow(clippy::unwrap_used, reason = "a value that is not as expected is a failure")]

use kconnect::config::{
    BlankOr, Composite, Constraint, Invalid, Lambda, NonDuplicateList, NonEmptyString, NonNull, Parsed,
    PatternValidator, RegexValidator, Texts, ValidCharset, ValidDirectory, ValidEnum, ValidFile, ValidHostAndPort,
    ValidList, ValidPattern, ValidPort, ValidUri, ValidUrl, Validator,
};
use std::{
    borrow::Cow,
    fs::{File, Permissions, create_dir, set_permissions},
    os::unix::fs::PermissionsExt,
    sync::Arc,
};

/// What a validator says about the key `foo`; empty if it has nothing against the value.
fn said(validator: &dyn Validator, value: &Parsed) -> String {
    validator.ensure_valid("foo", value).err().map(|invalid| invalid.text("foo")).unwrap_or_default()
}

fn text(text: &str) -> Parsed {
    Parsed::String(text.to_owned())
}

fn list(elements: &[&str]) -> Parsed {
    Parsed::List(elements.iter().map(|element| (*element).to_owned()).collect())
}

fn texts(texts: &[&'static str]) -> Texts {
    texts.iter().map(|text| Cow::Borrowed(*text)).collect()
}

#[track_caller]
fn passes(validator: &dyn Validator, values: &[Parsed]) {
    for value in values {
        assert_eq!(said(validator, value), "", "{value:?}");
    }
}

#[track_caller]
fn fails(validator: &dyn Validator, values: &[(Parsed, &str)]) {
    for (value, message) in values {
        assert_eq!(said(validator, value), *message, "{value:?}");
    }
}

#[test]
fn a_lambda_is_a_closure_with_a_description() {
    type Check = fn(&str, &Parsed) -> Result<(), Invalid>;
    static EVEN: Lambda<Check> = Lambda::with(
        |_, value| match value {
            Parsed::Int(int) if int % 2 == 0 => Ok(()),
            other => Err(Invalid::value(other, "Value must be even")),
        },
        "even number",
    );
    assert_eq!(EVEN.describe(), "even number");
    passes(&EVEN, &[Parsed::Int(2)]);
    fails(&EVEN, &[(Parsed::Int(3), "Invalid value 3 for configuration foo: Value must be even")]);
}

#[test]
fn a_lambda_may_hold_what_it_needs() {
    let known = ["a".to_owned()];
    let rule = Lambda::with(
        move |name, value| {
            if known.contains(&value.to_string()) { Ok(()) } else { Err(Invalid::whole(format!("{name} is unknown"))) }
        },
        "",
    );
    passes(&rule, &[text("a")]);
    fails(&rule, &[(text("b"), "foo is unknown")]);
}

#[test]
fn a_composite_asks_one_after_the_other() {
    let both = Composite(vec![Arc::new(NonNull), Arc::new(NonEmptyString)]);
    assert_eq!(both.describe(), "non-null string, non-empty string");
    passes(&both, &[text("x")]);
    fails(
        &both,
        &[
            (Parsed::Null, "Invalid value null for configuration foo: entry must be non null"),
            (text(""), "Invalid value  for configuration foo: String must be non-empty"),
        ],
    );
}

#[test]
fn a_valid_list_without_values_takes_any_without_duplicates() {
    let any = ValidList { values: texts(&[]) };
    assert_eq!(any.describe(), "");
    passes(&any, &[list(&["1", "9"]), list(&[])]);
    fails(
        &any,
        &[
            (list(&["1", "1"]), "Configuration 'foo' values must not be duplicated."),
            (list(&["1", ""]), "Configuration 'foo' values must not be empty."),
            (Parsed::Null, "Configuration 'foo' values must not be null."),
        ],
    );
}

#[test]
fn a_list_that_must_not_be_empty_names_what_may_be_in_it() {
    let some = NonDuplicateList { values: texts(&["1", "2"]), empty_allowed: false, null_allowed: false };
    assert_eq!(some.describe(), "[1, 2]");
    passes(&some, &[list(&["2", "1"])]);
    fails(
        &some,
        &[
            (list(&[]), "Configuration 'foo' must not be empty. Valid values include: [1, 2]"),
            (list(&["9", "9"]), "Configuration 'foo' values must not be duplicated."),
            (list(&["1", "9"]), "Invalid value 9 for configuration foo: String must be one of: 1, 2"),
            (Parsed::Null, "Configuration 'foo' values must not be null."),
        ],
    );
}

#[test]
fn any_values_without_duplicates_may_be_none_or_null_where_that_is_said() {
    let empty = "Configuration 'foo' must not be empty. Valid values include: any non-empty value";
    let null = "Configuration 'foo' values must not be null.";
    fails(&NonDuplicateList::any(false, false), &[(list(&[]), empty), (Parsed::Null, null)]);
    fails(&NonDuplicateList::any(false, true), &[(list(&[]), empty), (Parsed::Null, "")]);
    fails(&NonDuplicateList::any(true, false), &[(list(&[]), ""), (Parsed::Null, null)]);
    fails(&NonDuplicateList::any(true, true), &[(list(&[]), ""), (Parsed::Null, "")]);
    assert_eq!(NonDuplicateList::any(false, false).describe(), "");
}

#[test]
fn a_port_is_between_two_bounds() {
    let port = ValidPort { start: 1000, end: 2000 };
    assert_eq!(port.describe(), "ValidPort{start=1000, end=2000}");
    passes(&port, &[Parsed::Int(1000), Parsed::Int(2000)]);
    fails(
        &port,
        &[
            (Parsed::Int(999), "Invalid value (999) must be between 1000 and 2000. for configuration foo"),
            (Parsed::Int(2001), "Invalid value (2001) must be between 1000 and 2000. for configuration foo"),
            (Parsed::Null, "Invalid value Must be an integer. for configuration foo"),
            (text("1500"), "Invalid value Must be an integer. for configuration foo"),
        ],
    );
    assert_eq!(
        port.constraint(),
        Constraint::Range { min: Some(Parsed::Int(1000)), max: Some(Parsed::Int(2000)) },
        "for machines"
    );
}

#[test]
fn the_unprivileged_ports_are_connect_utils_default() {
    assert_eq!(ValidPort::UNPRIVILEGED.describe(), "ValidPort{start=1025, end=65535}");
}

#[test]
fn a_url_is_absolute() {
    passes(&ValidUrl::ANY, &[text("http://x"), text("file:/x"), text("ftp://x"), list(&["http://a", "https://b/c?d"])]);
    fails(
        &ValidUrl::ANY,
        &[
            (text("x"), "Invalid value x for configuration foo: Could not parse to URL."),
            (text(""), "Invalid value  for configuration foo: Could not parse to URL."),
            (text("http://x:ab"), "Invalid value http://x:ab for configuration foo: Could not parse to URL."),
            (list(&["http://a", "::"]), "Invalid value :: for configuration foo: Could not parse to URL."),
            (Parsed::Null, "Invalid value null for configuration foo: Must be a string or list."),
            (Parsed::Int(5), "Invalid value 5 for configuration foo: Must be a string or list."),
        ],
    );
}

#[test]
fn a_url_may_be_limited_to_some_schemes() {
    assert_eq!(ValidUrl::HTTP.describe(), "URL (http, https)");
    passes(&ValidUrl::HTTP, &[text("http://x"), text("HTTPS://x")]);
    let message = "Invalid value ftp://x for configuration foo: Scheme must be one of the following. 'http', 'https'";
    fails(&ValidUrl::HTTP, &[(text("ftp://x"), message)]);
}

#[test]
fn a_uri_may_be_relative() {
    passes(&ValidUri::ANY, &[text("x"), text(""), text("mailto:a@b"), text("https://host:99999/"), text("HTTP://x")]);
    fails(
        &ValidUri::ANY,
        &[
            (text("http://a b"), "Invalid value http://a b for configuration foo: Could not parse to URL."),
            (text(":"), "Invalid value : for configuration foo: Could not parse to URL."),
            (text("1http://x"), "Invalid value 1http://x for configuration foo: Could not parse to URL."),
            (text("http://[::1"), "Invalid value http://[::1 for configuration foo: Could not parse to URL."),
            (text("http://x/%zz"), "Invalid value http://x/%zz for configuration foo: Could not parse to URL."),
        ],
    );
}

#[test]
fn the_scheme_of_a_uri_is_compared_letter_for_letter() {
    let http = ValidUri { schemes: &["http", "https"] };
    let says = "Scheme must be one of the following. 'http', 'https'";
    passes(&http, &[text("http://x"), list(&[])]);
    fails(
        &http,
        &[
            (text("HTTP://x"), &format!("Invalid value HTTP://x for configuration foo: {says}")),
            (text("x"), &format!("Invalid value x for configuration foo: {says}")),
            (list(&["http://a", "ftp://b"]), &format!("Invalid value ftp://b for configuration foo: {says}")),
        ],
    );
}

#[test]
fn a_host_needs_its_port() {
    let address = ValidHostAndPort::WITH_PORT;
    assert_eq!(address.describe(), "hostname:port");
    passes(&address, &["a:1", "a:0", "[::1]:80", "1.2.3.4:5", "a:00080", "[a:b]:5", "]:1", "a[:1", "  :80"].map(text));
    passes(&address, &[list(&["a:1", "b:2"]), list(&[])]);
    fails(
        &address,
        &[
            (text("a"), "'foo'(a) must specify a port."),
            (text("a:"), "'foo'(a:) must specify a port."),
            (text("::1"), "'foo'(::1) must specify a port."),
            (text("[::1]"), "'foo'([::1]) must specify a port."),
            (text("a:1:2"), "'foo'(a:1:2) must specify a port."),
            (text(""), "'foo'() host cannot be blank or null."),
            (text(":80"), "'foo'(:80) host cannot be blank or null."),
            (list(&["a:1", "b"]), "'foo'(b) must specify a port."),
            (Parsed::Null, "'foo' must be a String or List"),
            (Parsed::Int(5), "'foo' must be a String or List"),
        ],
    );
}

#[test]
fn an_address_that_cannot_be_read_is_refused_with_the_reason() {
    let address = ValidHostAndPort::PORT_OPTIONAL;
    for (given, reason) in [
        ("a:65536", "Port number out of range"),
        ("a:-1", "Port number out of range"),
        ("a:b", "Unparseable port number"),
        ("a:+1", "Unparseable port number"),
        ("a:１", "Unparseable port number"),
        ("a:99999999999", "Unparseable port number"),
        ("[x]:1", "Invalid bracketed host/port"),
        ("[::1", "Invalid bracketed host/port"),
        ("[]:80", "Invalid bracketed host/port"),
        ("[::1]x", "Only a colon may follow a close bracket"),
        ("[::1]:a", "Port must be numeric"),
    ] {
        let message = format!("Invalid value {given} for configuration foo: {reason}: {given}");
        assert_eq!(said(&address, &text(given)), message);
    }
}

#[test]
fn a_port_and_the_brackets_of_ipv6_may_be_optional() {
    assert_eq!(ValidHostAndPort::PORT_OPTIONAL.describe(), "hostname[:port]");
    passes(&ValidHostAndPort::PORT_OPTIONAL, &["a:1", "a", "::1", "[::1]", "[::1]:80"].map(text));
    let brackets = ValidHostAndPort { require_brackets: true, port_required: false };
    let message = "Invalid value ::1 for configuration foo: Possible bracketless IPv6 literal: ::1";
    fails(&brackets, &[(text("::1"), message), (text("[::1]"), "")]);
}

#[test]
fn a_regular_expression_is_refused_in_javas_words() {
    assert_eq!(RegexValidator.describe(), "valid regex");
    let says =
        |what: &str, pattern: &str| format!("Invalid value {pattern} for configuration foo: Invalid regex: {what}");
    fails(
        &RegexValidator,
        &[
            (text("*"), &says("Dangling meta character '*' near index 0\n*\n^", "*")),
            (text("a**"), &says("Dangling meta character '*' near index 2\na**\n  ^", "a**")),
            (text("["), &says("Unclosed character class near index 0\n[\n^", "[")),
            (text("("), &says("Unclosed group near index 1\n(", "(")),
            (text("😀é+*"), &says("Dangling meta character '*' near index 3\n😀é+*\n   ^", "😀é+*")),
        ],
    );
    let null = "Invalid value null for configuration foo: Invalid regex: \
                Cannot invoke \"String.isEmpty()\" because \"this.pattern\" is null";
    fails(&RegexValidator, &[(Parsed::Null, null)]);
}

#[test]
fn a_regular_expression_may_look_around_and_back() {
    let patterns =
        ["a.*", "", "(?=x)", "(?<!x)y", "(a)\\1", "(?<n>a)\\k<n>", "x++", "(?>a)", "[a-z&&[^b]]", "\\p{Lower}"];
    passes(&RegexValidator, &patterns.map(text));
}

#[test]
fn connect_utils_has_its_own_words_for_a_regular_expression() {
    passes(&PatternValidator, &[text("a.*"), list(&["a", "b"])]);
    fails(
        &PatternValidator,
        &[
            (text("["), "Invalid value [ for configuration foo: Could not compile regex '['."),
            (list(&["a", "("]), "Invalid value ( for configuration foo: Could not compile regex '('."),
            (Parsed::Null, "Invalid value null for configuration foo: value must be a String or List."),
        ],
    );
}

#[test]
fn a_pattern_matches_as_a_whole() {
    let pattern = ValidPattern::new("a+|b");
    assert_eq!(pattern.describe(), "Matches regex( a+|b )");
    assert_eq!(pattern.constraint(), Constraint::Pattern("a+|b".to_owned()));
    passes(&pattern, &[text("a"), text("aa"), text("b")]);
    fails(
        &pattern,
        &[
            (text("aab"), "Invalid value 'aab' does not match pattern 'a+|b'. for configuration foo"),
            (text("a\n"), "Invalid value 'a\n' does not match pattern 'a+|b'. for configuration foo"),
            (text(""), "Invalid value '' does not match pattern 'a+|b'. for configuration foo"),
            (Parsed::Null, "Invalid value Must be a string and cannot be null. for configuration foo"),
            (Parsed::Int(5), "Invalid value Must be a string and cannot be null. for configuration foo"),
        ],
    );
}

#[test]
fn a_password_that_does_not_match_is_not_told() {
    let pattern = ValidPattern::new("[0-9]+");
    passes(&pattern, &[Parsed::Password("42".into())]);
    let message = "Invalid value '[hidden]' does not match pattern '[0-9]+'. for configuration foo";
    fails(&pattern, &[(Parsed::Password("squeamish".into()), message)]);
}

#[test]
fn a_pattern_that_is_none_is_the_authors_mistake_and_says_so() {
    let message = "Invalid value 'a' cannot be compared with pattern 'a)(': \
                   Parsing error at position 1: General parsing error: end of string not reached for configuration foo";
    fails(&ValidPattern::new("a)("), &[(text("a"), message)]);
}

#[test]
fn a_charset_goes_by_any_of_its_labels() {
    passes(&ValidCharset::ANY, &["UTF-8", "utf8", "latin1", "US-ASCII", "Shift_JIS"].map(text));
    passes(&ValidCharset::ANY, &[list(&["UTF-8", "ISO-8859-15"])]);
    fails(
        &ValidCharset::ANY,
        &[
            (text("nope"), "Invalid value nope for configuration foo: Charset is invalid."),
            (text(""), "Invalid value  for configuration foo: Charset is invalid."),
            (list(&["UTF-8", "nope"]), "Invalid value nope for configuration foo: Charset is invalid."),
            (Parsed::Null, "Invalid value null for configuration foo: Must be a string or list."),
        ],
    );
}

#[test]
fn a_charset_may_be_limited_to_some() {
    let some = ValidCharset { allowed: &["US-ASCII", "UTF-8"] };
    assert_eq!(some.describe(), "Valid values: 'US-ASCII', 'UTF-8'");
    passes(&some, &[text("utf8"), text("ascii")]);
    let message = "Invalid value UTF-16LE for configuration foo: Charset is invalid.";
    fails(&some, &[(text("UTF-16LE"), message)]);
}

#[test]
fn every_charset_that_is_recommended_is_valid() {
    for name in kconnect::config::CHARSETS {
        passes(&ValidCharset::ANY, &[text(name)]);
    }
}

#[test]
fn an_enum_lists_its_names() {
    let mode = ValidEnum { name: "Mode".into(), values: texts(&["A", "B", "lower"]) };
    assert_eq!(mode.describe(), "Matches: ``A``, ``B``, ``lower``");
    passes(&mode, &[text("A"), list(&["A", "lower"]), list(&[])]);
    let says = |value: &str| {
        format!(
            "Invalid value '{value}' is not a valid value for Mode. Valid values are A, B, lower. for configuration foo"
        )
    };
    fails(
        &mode,
        &[
            (text("a"), &says("a")),
            (list(&["A", "x"]), &says("x")),
            (Parsed::Null, "Invalid value null for configuration foo: Must be a String or List"),
        ],
    );
}

#[test]
fn blank_or_something_else() {
    let port = BlankOr(ValidHostAndPort::WITH_PORT);
    assert_eq!(port.describe(), "Empty String or hostname:port");
    passes(&port, &[Parsed::Null, text(""), text("  "), text("a:1")]);
    fails(&port, &[(text("a"), "'foo'(a) must specify a port."), (list(&["a"]), "'foo'(a) must specify a port.")]);
}

#[test]
fn a_file_exists_and_its_path_is_absolute() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    File::create(&file).unwrap();
    let (folder, file) = (folder.path().to_str().unwrap(), file.to_str().unwrap());

    assert_eq!(ValidFile::READABLE.describe(), "Absolute path to a file that exists.");
    assert_eq!(ValidFile::WRITABLE.describe(), "Absolute path to a file that exists and is writable.");
    for rule in [ValidFile::READABLE, ValidFile::WRITABLE] {
        passes(&rule, &[text(file)]);
        fails(
            &rule,
            &[
                (
                    text(&format!("{folder}/")),
                    &format!("Invalid value '{folder}' must be a file. for configuration foo"),
                ),
                (text("/no/such"), "Invalid value '/no/such' must be a file. for configuration foo"),
                (text("relative"), "Invalid value File 'relative' is not an absolute path. for configuration foo"),
                (text(""), "Invalid value Cannot be null or empty. for configuration foo"),
                (Parsed::Null, "Invalid value Input must be a string. for configuration foo"),
            ],
        );
    }
}

#[test]
fn a_directory_exists_and_its_path_is_absolute() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    File::create(&file).unwrap();
    let (folder, file) = (folder.path().to_str().unwrap(), file.to_str().unwrap());

    assert_eq!(ValidDirectory::READABLE.describe(), "Absolute path to a directory that exists.");
    assert_eq!(ValidDirectory::WRITABLE.describe(), "Absolute path to a directory that exists and is writable.");
    for rule in [ValidDirectory::READABLE, ValidDirectory::WRITABLE] {
        passes(&rule, &[text(folder), text(&format!("{folder}/"))]);
        let message = format!("Invalid value '{file}' must be a directory. for configuration foo");
        fails(&rule, &[(text(file), &message)]);
    }
}

/// Nothing is closed to root.
fn without_privileges<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let run = || {
            if rustix::process::geteuid().is_root() {
                let nobody = rustix::process::Uid::from_raw(65534);
                rustix::thread::set_thread_res_uid(nobody, nobody, nobody).unwrap();
            }
            run()
        };
        scope.spawn(run).join().unwrap()
    })
}

#[test]
fn what_cannot_be_read_or_written_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (read_only, closed, locked) = (path("read-only"), path("closed"), path("locked"));
    File::create(&read_only).unwrap();
    File::create(&closed).unwrap();
    create_dir(&locked).unwrap();
    set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    set_permissions(&read_only, Permissions::from_mode(0o444)).unwrap();
    set_permissions(&closed, Permissions::from_mode(0o000)).unwrap();
    set_permissions(&locked, Permissions::from_mode(0o000)).unwrap();
    let says = |path: &str, what: &str| format!("Invalid value File '{path}' should be {what}. for configuration foo");
    without_privileges(|| {
        passes(&ValidFile::READABLE, &[text(&read_only)]);
        fails(&ValidFile::WRITABLE, &[(text(&read_only), &says(&read_only, "writable"))]);
        fails(&ValidFile::READABLE, &[(text(&closed), &says(&closed, "readable"))]);
        fails(&ValidDirectory::READABLE, &[(text(&locked), &says(&locked, "readable"))]);
        fails(&ValidDirectory::WRITABLE, &[(text(&locked), &says(&locked, "writable"))]);
    });
}

#[test]
fn every_validator_can_be_static() {
    static RULES: [&dyn Validator; 9] = [
        &BlankOr(ValidPort::ANY),
        &NonDuplicateList::any(true, false),
        &PatternValidator,
        &RegexValidator,
        &ValidCharset::ANY,
        &ValidDirectory::WRITABLE,
        &ValidHostAndPort::WITH_PORT,
        &ValidPattern::new("a"),
        &ValidUrl::HTTP,
    ];
    assert!(RULES.iter().all(|rule| !said(*rule, &Parsed::Boolean(true)).is_empty()));
}
