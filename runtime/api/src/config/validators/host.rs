//! A host with a port.

use super::{
    super::types::{Invalid, Parsed},
    text::{each_text, refused},
    validator::Validator,
};

/// `host:port`; of a LIST, every element (connect-utils' `validHostAndPort`, which reads as Guava's `HostAndPort`).
#[derive(Clone, Copy, Debug)]
pub struct ValidHostAndPort {
    /// Whether an IPv6 address has to stand in brackets.
    pub require_brackets: bool,
    /// Whether the port must not be missing.
    pub port_required: bool,
}

impl ValidHostAndPort {
    /// A port, and brackets only where a port follows an IPv6 address.
    pub const WITH_PORT: Self = Self { require_brackets: false, port_required: true };
    /// The port may be missing; brackets are then not needed either.
    pub const PORT_OPTIONAL: Self = Self { require_brackets: false, port_required: false };
}

impl Validator for ValidHostAndPort {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        if !matches!(value, Parsed::String(_) | Parsed::List(_)) {
            return Err(Invalid::whole(format!("'{name}' must be a String or List")));
        }
        each_text(value, "", |text| {
            // Kafka has no message for these: the exception that tells of them is none of its own.
            let address = Address::read(text).map_err(|what| refused(text, format!("{what}: {text}")))?;
            if self.require_brackets && address.bare_colons {
                return Err(refused(text, format!("Possible bracketless IPv6 literal: {text}")));
            }
            if address.host.is_empty() {
                return Err(Invalid::whole(format!("'{name}'({text}) host cannot be blank or null.")));
            }
            if self.port_required && !address.port {
                return Err(Invalid::whole(format!("'{name}'({text}) must specify a port.")));
            }
            Ok(())
        })
    }

    fn describe(&self) -> String {
        if self.port_required { "hostname:port" } else { "hostname[:port]" }.to_owned()
    }
}

struct Address<'a> {
    host: &'a str,
    port: bool,
    /// Several colons and no brackets: an IPv6 address, or a mistake.
    bare_colons: bool,
}

impl<'a> Address<'a> {
    fn read(text: &'a str) -> Result<Self, &'static str> {
        let (host, port, bare_colons) = if let Some(inner) = text.strip_prefix('[') {
            let (host, rest) = inner.rsplit_once(']').ok_or("Invalid bracketed host/port")?;
            if !host.contains(':') {
                return Err("Invalid bracketed host/port");
            }
            let port = match rest.strip_prefix(':') {
                Some(port) => port,
                None if rest.is_empty() => "",
                None => return Err("Only a colon may follow a close bracket"),
            };
            if !port.chars().all(char::is_numeric) {
                return Err("Port must be numeric");
            }
            (host, port, false)
        } else {
            match text.split_once(':') {
                Some((host, port)) if !port.contains(':') => (host, port, false),
                several => (text, "", several.is_some()),
            }
        };
        if !port.is_empty() {
            let number = Some(port).filter(|port| !port.starts_with('+')).and_then(|port| port.parse::<i32>().ok());
            if u16::try_from(number.ok_or("Unparseable port number")?).is_err() {
                return Err("Port number out of range");
            }
        }
        Ok(Self { host, port: !port.is_empty(), bare_colons })
    }
}
