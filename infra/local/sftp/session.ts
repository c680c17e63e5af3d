import ssh2, { type Attributes, type FileEntry, type SFTPWrapper } from 'ssh2'
import { FILE_KINDS } from '../../../shared/rounds/portal-file.ts'
import { type Chroot, type Listed, placeOf, resolved } from './chroot.ts'
import { openCoverage } from './coverage.ts'

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp

/** So many files and folders may be open in one session; a client that wants more does not close what it opened. */
const HANDLES = 64
/** Names in one answer, well within the 256 KB that clients accept. */
const NAMES = 200
const READ_BYTES = 64 * 1024
const WRITES = OPEN_MODE.WRITE | OPEN_MODE.APPEND | OPEN_MODE.CREAT | OPEN_MODE.TRUNC

interface OpenFile {
  readonly folder: string
  readonly name: string
  readonly listed: Listed
  readonly bytes: Uint8Array
  readonly coverage: ReturnType<typeof openCoverage>
}

/** A folder that is being listed: what was not told yet. */
interface OpenFolder {
  rest: FileEntry[]
}

/** A request that is answered with this status, and no more. */
class Refused extends Error {
  readonly code: number
  constructor(code: number) {
    super()
    this.code = code
  }
}

/**
 * One SFTP session of a portal: it lists, reads, and removes what was read. Everything else is refused. A file of which
 * every byte was read is picked up when the portal closes it, and the portal hears of it only once that is recorded.
 */
export function serveSession(
  sftp: SFTPWrapper,
  user: string,
  chroot: Chroot,
  pickedUp: (key: string) => Promise<void>,
): void {
  const handles = new Map<number, OpenFile | OpenFolder>()
  let count = 0

  const answer = (request: number, work: () => Promise<void> | void) => {
    Promise.resolve()
      .then(work)
      .catch((error: unknown) => sftp.status(request, error instanceof Refused ? error.code : STATUS_CODE.FAILURE))
  }
  const refuse = (request: number) => sftp.status(request, STATUS_CODE.PERMISSION_DENIED)

  const open = (request: number, what: OpenFile | OpenFolder) => {
    if (handles.size >= HANDLES) throw new Refused(STATUS_CODE.FAILURE)
    count += 1
    handles.set(count, what)
    const handle = Buffer.alloc(4)
    handle.writeUInt32BE(count)
    sftp.handle(request, handle)
  }
  const numberOf = (handle: Buffer) => (handle.length === 4 ? handle.readUInt32BE() : 0)
  const opened = <T extends OpenFile | OpenFolder>(
    handle: Buffer,
    is: (what: OpenFile | OpenFolder) => what is T,
  ): T => {
    const what = handles.get(numberOf(handle))
    if (!what || !is(what)) throw new Refused(STATUS_CODE.FAILURE)
    return what
  }
  const fileAt = async (path: string): Promise<Listed & { folder: string }> => {
    const place = placeOf(path)
    const listed = place?.is === 'file' ? await chroot.find(place.folder, place.name) : null
    if (place?.is !== 'file' || !listed) throw new Refused(STATUS_CODE.NO_SUCH_FILE)
    return { ...listed, folder: place.folder }
  }

  const stat = (request: number, path: string) =>
    answer(request, async () => {
      const place = placeOf(path)
      if (place && place.is !== 'file') sftp.attrs(request, FOLDER)
      else sftp.attrs(request, attributesOf(await fileAt(path)))
    })

  sftp.on('REALPATH', (request, path) => sftp.name(request, [entry(resolved(path), user, FOLDER)]))
  sftp.on('STAT', stat)
  sftp.on('LSTAT', stat)
  sftp.on('FSTAT', (request, handle) =>
    answer(request, () => {
      const what = handles.get(numberOf(handle))
      if (!what) throw new Refused(STATUS_CODE.FAILURE)
      sftp.attrs(request, isFile(what) ? attributesOf(what.listed) : FOLDER)
    }),
  )

  sftp.on('OPENDIR', (request, path) =>
    answer(request, async () => {
      const place = placeOf(path)
      if (place?.is === 'root') return open(request, { rest: FILE_KINDS.map((kind) => entry(kind, user, FOLDER)) })
      if (place?.is !== 'folder') throw new Refused(STATUS_CODE.NO_SUCH_FILE)
      const files = await chroot.list(place.folder)
      open(request, { rest: files.map((file) => entry(file.name, user, attributesOf(file))) })
    }),
  )
  sftp.on('READDIR', (request, handle) =>
    answer(request, () => {
      const folder = opened(handle, isFolder)
      if (folder.rest.length === 0) throw new Refused(STATUS_CODE.EOF)
      sftp.name(request, folder.rest.splice(0, NAMES))
    }),
  )

  sftp.on('OPEN', (request, path, flags) =>
    answer(request, async () => {
      if ((flags & WRITES) !== 0) throw new Refused(STATUS_CODE.PERMISSION_DENIED)
      const { folder, ...listed } = await fileAt(path)
      const bytes = await chroot.read(folder, listed.name)
      open(request, { folder, name: listed.name, listed, bytes, coverage: openCoverage(bytes.length) })
    }),
  )
  sftp.on('READ', (request, handle, offset, length) =>
    answer(request, () => {
      const { bytes, coverage } = opened(handle, isFile)
      const part = bytes.subarray(offset, offset + Math.min(length, READ_BYTES))
      if (part.length === 0) throw new Refused(STATUS_CODE.EOF)
      sftp.data(request, Buffer.from(part))
      coverage.read(offset, offset + part.length)
    }),
  )
  sftp.on('CLOSE', (request, handle) =>
    answer(request, async () => {
      const what = handles.get(numberOf(handle))
      if (!what) throw new Refused(STATUS_CODE.FAILURE)
      handles.delete(numberOf(handle))
      if (isFile(what) && what.coverage.isWhole()) {
        const key = chroot.keyOf(what.folder, what.name)
        await pickedUp(key)
        chroot.taken.add(key)
      }
      sftp.status(request, STATUS_CODE.OK)
    }),
  )
  sftp.on('REMOVE', (request, path) =>
    answer(request, async () => {
      const { folder, name } = await fileAt(path)
      if (!chroot.taken.has(chroot.keyOf(folder, name))) throw new Refused(STATUS_CODE.PERMISSION_DENIED)
      chroot.hide(folder, name)
      sftp.status(request, STATUS_CODE.OK)
    }),
  )

  sftp.on('WRITE', refuse)
  sftp.on('SETSTAT', refuse)
  sftp.on('FSETSTAT', refuse)
  sftp.on('MKDIR', refuse)
  sftp.on('RMDIR', refuse)
  sftp.on('RENAME', refuse)
  sftp.on('SYMLINK', refuse)
  sftp.on('READLINK', refuse)
}

const isFile = (what: OpenFile | OpenFolder): what is OpenFile => 'bytes' in what
const isFolder = (what: OpenFile | OpenFolder): what is OpenFolder => 'rest' in what

/** Directories and files that may be read, and no more. */
const FOLDER: Attributes = { mode: 0o040555, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 }

function attributesOf({ size, modified }: Listed): Attributes {
  const seconds = Math.floor(modified.getTime() / 1000)
  return { mode: 0o100444, uid: 0, gid: 0, size, atime: seconds, mtime: seconds }
}

/** A name with the line that `ls -l` shows. */
function entry(filename: string, user: string, attrs: Attributes): FileEntry {
  const mode = attrs === FOLDER ? 'dr-xr-xr-x' : '-r--r--r--'
  const time = new Date(attrs.mtime * 1000).toISOString().slice(0, 16).replace('T', ' ')
  return {
    filename,
    longname: `${mode} 1 ${user} ${user} ${String(attrs.size).padStart(8)} ${time} ${filename}`,
    attrs,
  }
}
