//! The stand-in as a program.

use std::{fs, path::PathBuf, process::ExitCode, str::FromStr, time::Duration};

use clap::Parser;
use kconnect_x_api::{CONSUMER_KEY, CONSUMER_SECRET, Posts, XApi};

const EXAMPLES: &str = r#"Try it:
  cargo run -p kconnect-x-api -- --port 8080 --rate 2 --repeat
  BASE=http://127.0.0.1:8080

  # 1. A bearer token for the app's key and secret, to be used as it is, percent signs and all.
  curl -u stand-in-key:stand-in-secret -d grant_type=client_credentials $BASE/oauth2/token
  TOKEN='AAAA…'

  # 2. Rules: what the stream shall carry. They stay until they are deleted.
  curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
    -d '{"add":[{"value":"kafka OR olympics","tag":"demo"}]}' \
    $BASE/2/tweets/search/stream/rules

  # 3. The stream. A second one at the same time is answered 429.
  curl -N -H "Authorization: Bearer $TOKEN" \
    "$BASE/2/tweets/search/stream?tweet.fields=lang&expansions=author_id"

Rules: a space is AND, OR joins, ( ) groups, - negates one operator, "…" is a phrase; there are
#tag, @user, from:, to:, lang:, has:, is: and more. Faults (torn lines, resets, in-stream errors,
scripted answers) are made with the library kconnect-x-api."#;

/// A stand-in for the X API on 127.0.0.1: bearer token, rules, filtered stream.
#[derive(Parser)]
#[command(name = "x-api", version, after_help = EXAMPLES)]
struct Args {
    /// The port on 127.0.0.1; 0 is any free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The app's consumer key.
    #[arg(long, default_value = CONSUMER_KEY)]
    consumer_key: String,
    /// The app's consumer secret.
    #[arg(long, default_value = CONSUMER_SECRET)]
    consumer_secret: String,
    /// What to replay: `own`, `recorded`, `numbered:N`, or a file of one {"data": …, "includes": …} a line.
    #[arg(long, default_value = "own", value_name = "POSTS")]
    posts: PostSource,
    /// Posts a second, matching or not; as fast as the reader takes them if absent.
    #[arg(long, value_name = "PER_SECOND", value_parser = positive)]
    rate: Option<f64>,
    /// Start again when the posts end, with new ids.
    #[arg(long)]
    repeat: bool,
    /// Seconds without a post after which the stream says `\r\n`.
    #[arg(long, default_value = "20", value_name = "SECONDS", value_parser = positive)]
    keep_alive: f64,
    /// Cut the stream into chunks of this many bytes, through lines and characters; 0 leaves lines whole.
    #[arg(long, default_value_t = 0, value_name = "BYTES")]
    chunk: usize,
}

#[derive(Clone)]
enum PostSource {
    Own,
    Recorded,
    Numbered(u64),
    File(PathBuf),
}

impl FromStr for PostSource {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("numbered:") {
            Some(count) => match count.parse() {
                Ok(count) if count > 0 => Ok(Self::Numbered(count)),
                _ => Err(format!("`{count}` is no number of posts; write `numbered:1000`")),
            },
            None => Ok(match text {
                "own" => Self::Own,
                "recorded" => Self::Recorded,
                file => Self::File(file.into()),
            }),
        }
    }
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(number) if number > 0.0 && f64::is_finite(number) => Ok(number),
        _ => Err("not a number above 0".to_owned()),
    }
}

fn posts(source: &PostSource) -> Result<Posts, String> {
    match source {
        PostSource::Own => Ok(Posts::own()),
        PostSource::Recorded => Ok(Posts::recorded()),
        PostSource::Numbered(count) => Ok(Posts::numbered(*count)),
        PostSource::File(path) => {
            let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
            Posts::from_ndjson(&text).map_err(|error| format!("{}: {error}", path.display()))
        }
    }
}

async fn run(args: Args) -> Result<(), String> {
    let mut posts = posts(&args.posts)?;
    if args.repeat {
        posts = posts.repeating();
    }
    let keep_alive = Duration::try_from_secs_f64(args.keep_alive).map_err(|error| error.to_string())?;
    let mut builder = XApi::builder()
        .port(args.port)
        .credentials(args.consumer_key, args.consumer_secret)
        .posts(posts)
        .keep_alive(keep_alive)
        .chunk_bytes(args.chunk);
    if let Some(rate) = args.rate {
        builder = builder.rate(rate);
    }
    let api = builder.start().await.map_err(|error| format!("127.0.0.1:{}: {error}", args.port))?;
    println!("{}", api.url());
    tokio::signal::ctrl_c().await.map_err(|error| format!("signals: {error}"))?;
    let delivered = api.control().delivered_count();
    api.shutdown().await;
    println!("{delivered} posts delivered");
    Ok(())
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("x-api: {message}");
            ExitCode::FAILURE
        }
    }
}
