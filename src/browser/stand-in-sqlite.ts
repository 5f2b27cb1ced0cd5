import { existsSync } from 'node:fs'

// What Chromium's certificate library (libsoftokn3) wants of libsqlite3.so.0. It keeps a user's own certificates in
// SQLite, and will not even load without: the whole browser then ends at its first HTTPS page. A bare Debian has no
// SQLite and neither has the browser's package. With these stand-ins each try to open such a store is answered with an
// error, which the browser takes calmly: it goes on with no store, and judges certificates by its own list of roots.
const answersError = [
  'sqlite3_bind_blob',
  'sqlite3_bind_int',
  'sqlite3_bind_text',
  'sqlite3_busy_timeout',
  'sqlite3_close',
  'sqlite3_exec',
  'sqlite3_file_control',
  'sqlite3_finalize',
  'sqlite3_open_v2',
  'sqlite3_prepare_v2',
  'sqlite3_reset',
  'sqlite3_step',
]
const answersNothing = [
  'sqlite3_column_blob',
  'sqlite3_column_bytes',
  'sqlite3_column_count',
  'sqlite3_column_int',
  'sqlite3_column_name',
  'sqlite3_column_text',
  'sqlite3_free',
  'sqlite3_mprintf',
]
const variable = 'sqlite3_temp_directory'

export const sqliteFileName = 'libsqlite3.so.0'

/** True when the system has the real library; then a user's own certificates count and no stand-in is wanted. */
export function systemHasSqlite(): boolean {
  const folders = [
    '/lib/x86_64-linux-gnu',
    '/usr/lib/x86_64-linux-gnu',
    '/lib64',
    '/usr/lib64',
    '/usr/lib',
    '/usr/local/lib',
  ]
  return folders.some((folder) => existsSync(`${folder}/${sqliteFileName}`))
}

const pageSize = 0x1000
const headerSize = 64 + 4 * 56
const errorCode = headerSize
const nothingCode = headerSize + 8

/** The bytes of a shared library for linux-x64 with nothing in it but the names above: the smallest ELF file that loads. */
export function standInSqlite(): Buffer {
  const symbols = [
    ...answersError.map((name) => ({ name, info: 0x12, value: errorCode })),
    ...answersNothing.map((name) => ({ name, info: 0x12, value: nothingCode })),
    { name: variable, info: 0x11, value: pageSize },
  ]
  const names = Buffer.from(['', sqliteFileName, ...symbols.map(({ name }) => name), ''].join('\0'))
  const nameAt = (name: string) => names.indexOf(`\0${name}\0`) + 1

  const symbolTable = Buffer.concat([
    Buffer.alloc(24),
    ...symbols.map(({ name, info, value }) =>
      // Section 1 stands for "defined here"; there are no sections, and nobody looks.
      Buffer.concat([u32(nameAt(name)), Buffer.from([info, 0, 1, 0]), u64(value), u64(8)]),
    ),
  ])
  // One bucket: the loader walks all names.
  const chain = symbols.map((_symbol, index) => u32(index + 1 < symbols.length ? index + 2 : 0))
  const hashTable = Buffer.concat([u32(1), u32(symbols.length + 1), u32(1), u32(0), ...chain])

  const symbolsAt = headerSize + 16
  const hashAt = symbolsAt + symbolTable.length
  const namesAt = hashAt + hashTable.length
  const end = namesAt + names.length

  // mov eax, 1; ret (SQLITE_ERROR) and xor eax, eax; ret
  const code = Buffer.from([0xb8, 1, 0, 0, 0, 0xc3, 0, 0, 0x31, 0xc0, 0xc3, 0, 0, 0, 0, 0])
  const dynamic = Buffer.concat(
    [
      [14, nameAt(sqliteFileName)], // SONAME
      [4, hashAt],
      [5, namesAt],
      [6, symbolsAt],
      [10, names.length],
      [11, 24], // size of a symbol
      [0, 0],
    ]
      .flat()
      .map(u64),
  )
  const data = Buffer.concat([u64(0), dynamic])
  const readable = Buffer.concat([elfHeader(end, data.length), code, symbolTable, hashTable, names])
  return Buffer.concat([readable, Buffer.alloc(pageSize - readable.length), data])
}

// The loader writes into the table of dynamic entries, so that lies in a page of its own.
function elfHeader(readableSize: number, dataSize: number): Buffer {
  const [load, dynamic, stack] = [1, 2, 0x6474e551]
  const [executable, writable] = [5, 6]
  const segment = (type: number, flags: number, at: number, size: number, align: number) =>
    Buffer.concat([u32(type), u32(flags), ...[at, at, at, size, size, align].map(u64)])
  return Buffer.concat([
    // 64 bits, little-endian; a shared object for x86-64
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0, 1, 0, 0, 0]),
    u64(0),
    u64(64),
    u64(0),
    Buffer.from([0, 0, 0, 0, 64, 0, 56, 0, 4, 0, 64, 0, 0, 0, 0, 0]),
    segment(load, executable, 0, readableSize, pageSize),
    segment(load, writable, pageSize, dataSize, pageSize),
    segment(dynamic, writable, pageSize + 8, dataSize - 8, 8),
    // Says that no executable stack is wanted.
    segment(stack, writable, 0, 0, 16),
  ])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}
