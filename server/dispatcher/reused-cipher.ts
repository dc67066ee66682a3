import { type Cipher, createCipheriv, createDecipheriv, type Decipher } from 'node:crypto'

/**
 * Encrypts and decrypts whole blocks with one key in CBC, each time with another IV. Making OpenSSL's objects takes longer than their
 * work on a few blocks, so they are made once.
 *
 * These objects cannot change their IV: in its place, they go on with the last block of ciphertext. CBC adds that (XOR) to the first
 * block. Adding both it and the IV once more gives what new objects with this IV would give.
 */
export class ReusedCipher {
  readonly #cipher: Cipher
  readonly #decipher: Decipher
  /** What the objects will add to the first block. */
  #addedByCipher: Uint8Array
  readonly #addedByDecipher: Uint8Array

  /** @param algorithm such as `aes-256-cbc` */
  constructor(algorithm: string, key: Uint8Array, blockLength: number) {
    const iv = new Uint8Array(blockLength)
    this.#cipher = createCipheriv(algorithm, key, iv).setAutoPadding(false)
    this.#decipher = createDecipheriv(algorithm, key, iv).setAutoPadding(false)
    this.#addedByCipher = iv
    this.#addedByDecipher = new Uint8Array(blockLength)
  }

  encrypt(iv: Uint8Array, blocks: Uint8Array): Uint8Array {
    const input = Buffer.from(blocks)
    addToFirstBlock(input, iv, this.#addedByCipher)
    const encrypted = this.#cipher.update(input)
    this.#addedByCipher = encrypted.subarray(-iv.length)
    return encrypted
  }

  decrypt(iv: Uint8Array, blocks: Uint8Array): Uint8Array {
    const decrypted = this.#decipher.update(blocks)
    addToFirstBlock(decrypted, iv, this.#addedByDecipher)
    // A copy, because the block is part of what a socket has received.
    this.#addedByDecipher.set(blocks.subarray(-iv.length))
    return decrypted
  }
}

function addToFirstBlock(blocks: Uint8Array, one: Uint8Array, other: Uint8Array): void {
  for (let index = 0; index < one.length; index += 1) {
    blocks[index] = (blocks[index] ?? 0) ^ (one[index] ?? 0) ^ (other[index] ?? 0)
  }
}
