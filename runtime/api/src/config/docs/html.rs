//! Kafka's HTML, to the byte.

use std::{collections::BTreeMap, fmt};

use crate::config::{definition::Definition, key::ConfigKey};

/// How [`Definition::to_html`] writes. The default is that of Kafka's `toHtml()`.
///
/// ```
/// use kconnect::config::{ConfigKey, ConfigType, Definition, HtmlOptions, Importance};
///
/// let topic = ConfigKey::new("topic", ConfigType::String, Importance::High);
/// let html = Definition::new([topic])?.to_html(&HtmlOptions {
///     header_depth: 3,
///     id: &|name| format!("source_{name}"),
///     ..HtmlOptions::default()
/// });
/// assert!(html.contains(r##"<h3><a id="topic"></a><a id="source_topic" href="#source_topic">topic</a></h3>"##));
/// # Ok::<(), kconnect::config::DefinitionError>(())
/// ```
#[derive(Clone, Copy)]
pub struct HtmlOptions<'a> {
    /// The level of a key's heading: 4 writes `<h4>`.
    pub header_depth: u32,
    /// Makes the id of a key's heading from the key's name.
    pub id: &'a dyn Fn(&str) -> String,
    /// How a key can be changed while the program runs. If it is not empty every key shows its mode, `read-only` where none is
    /// given.
    pub update_modes: &'a BTreeMap<String, String>,
}

impl Default for HtmlOptions<'_> {
    fn default() -> Self {
        static NONE: BTreeMap<String, String> = BTreeMap::new();
        Self { header_depth: 4, id: &str::to_owned, update_modes: &NONE }
    }
}

impl fmt::Debug for HtmlOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HtmlOptions")
            .field("header_depth", &self.header_depth)
            .field("update_modes", &self.update_modes)
            .finish_non_exhaustive()
    }
}

impl Definition {
    /// The keys as an HTML list (`ConfigDef.toHtml`). The documentation is taken for HTML, so nothing is escaped; what only
    /// kconnect knows (old names, open prefixes, named groups) is not in it.
    #[must_use]
    pub fn to_html(&self, options: &HtmlOptions<'_>) -> String {
        let entries: Vec<_> = self.documented().into_iter().map(|key| entry(key, options)).collect();
        format!("<ul class=\"config-list\">\n{}</ul>\n", entries.concat())
    }

    /// The keys as one HTML table (`ConfigDef.toHtmlTable`), with the second `</td>` that Kafka writes after every cell.
    /// `update_modes` as in [`HtmlOptions`].
    #[must_use]
    pub fn to_html_table(&self, update_modes: &BTreeMap<String, String>) -> String {
        let mode = (!update_modes.is_empty()).then_some("Dynamic Update Mode");
        let headers = ["Name", "Description", "Type", "Default", "Valid Values", "Importance"].into_iter().chain(mode);
        let headers: Vec<_> = headers.map(|header| format!("<th>{header}</th>\n")).collect();
        let rows: Vec<_> = self.documented().into_iter().map(|key| row(key, update_modes)).collect();
        let (headers, rows) = (headers.concat(), rows.concat());
        format!("<table class=\"data-table\"><tbody>\n<tr>\n{headers}</tr>\n{rows}</tbody></table>")
    }
}

fn entry(key: &ConfigKey, options: &HtmlOptions<'_>) -> String {
    let (name, depth, id) = (&key.name, options.header_depth, (options.id)(&key.name));
    let documentation = key.doc().replace('\n', "<br>");
    let default = key.alternative.as_deref().map(str::to_owned).or_else(|| key.default_text());
    let mode = update_mode(key, options.update_modes).map(|mode| ("Update Mode", mode.to_owned()));
    let details = [
        ("Type", key.type_text()),
        ("Default", default.unwrap_or_default()),
        ("Valid Values", key.valid_values()),
        ("Importance", key.importance_text()),
    ];
    let details = details.into_iter().chain(mode);
    let details: Vec<_> = details.map(|(name, value)| format!("<tr><th>{name}:</th><td>{value}</td></tr>\n")).collect();
    let details = details.concat();
    format!(
        "<li>\n<h{depth}><a id=\"{name}\"></a><a id=\"{id}\" href=\"#{id}\">{name}</a></h{depth}>\n\
         <p>{documentation}</p>\n<table><tbody>\n{details}</tbody></table>\n</li>\n"
    )
}

fn row(key: &ConfigKey, update_modes: &BTreeMap<String, String>) -> String {
    let cells = [
        key.name.to_string(),
        // Kafka's string concatenation.
        key.documentation.as_deref().unwrap_or("null").to_owned(),
        key.type_text(),
        key.default_text().unwrap_or_default(),
        key.valid_values(),
        key.importance_text(),
    ];
    let cells = cells.map(|cell| format!("<td>{cell}</td></td>")).concat();
    let mode = update_mode(key, update_modes).map(|mode| format!("<td>{mode}</td>"));
    format!("<tr>\n{cells}{}</tr>\n", mode.unwrap_or_default())
}

fn update_mode<'a>(key: &ConfigKey, modes: &'a BTreeMap<String, String>) -> Option<&'a str> {
    (!modes.is_empty()).then(|| modes.get(&*key.name).map_or("read-only", |mode| mode))
}
