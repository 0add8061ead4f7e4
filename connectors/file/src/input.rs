//! Where the bytes come from: a file, or the standard input.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        mpsc::{Receiver, sync_channel},
    },
    thread,
};

use kconnect::{Error, Result, TaskContext};

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

/// How many chunks of the standard input may wait for the task.
const WAITING: usize = 4;

/// Something to read, which may grow while it is read.
#[derive(Debug)]
pub(crate) enum Input {
    File(Arc<File>),
    Stdin,
}

impl Input {
    /// Opens a file to be read from `position` on. A file that is shorter has nothing to read until it has grown.
    pub(crate) fn file(path: &Path, position: u64) -> io::Result<Self> {
        let mut file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        // What cannot seek, as a named pipe, has no positions: it is read from where it is.
        if position > 0 {
            file.seek(SeekFrom::Start(position))?;
        }
        Ok(Self::File(Arc::new(file)))
    }

    /// What there is to read now; nothing when there is nothing yet.
    pub(crate) async fn read(&self, task: &TaskContext) -> Result<Vec<u8>> {
        match self {
            Self::File(file) => {
                let file = Arc::clone(file);
                task.blocking(move || chunk(&*file)).await?.map_err(Error::fatal)
            }
            Self::Stdin => Ok(stdin().lock().unwrap_or_else(PoisonError::into_inner).try_recv().unwrap_or_default()),
        }
    }
}

fn chunk(mut from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; CHUNK];
    let read = loop {
        match from.read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    bytes.truncate(read);
    Ok(bytes)
}

/// What this process reads from its standard input. One thread reads it, since a read that waits cannot be called off: it
/// would keep a task from stopping.
fn stdin() -> &'static Mutex<Receiver<Vec<u8>>> {
    static STDIN: OnceLock<Mutex<Receiver<Vec<u8>>>> = OnceLock::new();
    STDIN.get_or_init(|| {
        let (sender, receiver) = sync_channel(WAITING);
        thread::spawn(move || {
            // Its end, or an error, ends the thread: from then on there is nothing to read, as in Java.
            while let Ok(bytes) = chunk(io::stdin()) {
                if bytes.is_empty() || sender.send(bytes).is_err() {
                    break;
                }
            }
        });
        Mutex::new(receiver)
    })
}
