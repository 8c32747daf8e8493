import { createHash } from 'node:crypto'
import type { Storage } from '#platform/storage/storage.ts'

/** Un rangement en mémoire, pour les tests sans base : `qui` dit l'organisme d'une transaction. */
export const memoryStorage = (qui: (tx: unknown) => string = () => 'seul'): Storage => {
  const fichiers = new Map<string, { octets: Uint8Array; type: string }>()
  return {
    async put(tx, octets, type) {
      const empreinte = createHash('sha256').update(octets).digest('hex')
      const cle = `${qui(tx)} ${empreinte}`
      const connu = fichiers.get(cle) ?? { octets: Uint8Array.from(octets), type }
      fichiers.set(cle, connu)
      return { empreinte, type: connu.type, taille: octets.length }
    },
    async get(tx, empreinte) {
      return fichiers.get(`${qui(tx)} ${empreinte}`)
    },
    async open({ organisme, empreinte }) {
      const connu = fichiers.get(`${organisme} ${empreinte}`)
      if (!connu) throw new Error('Fichier absent.')
      return connu.octets
    },
    async forget(organisme, empreintes) {
      for (const e of empreintes) fichiers.delete(`${organisme} ${e}`)
    },
  }
}
