import type { createTransport } from 'nodemailer'

type Nodemailer = { readonly createTransport: typeof createTransport }

/** Le transport naît au premier message : nodemailer ne se charge pas dans un processus qui n’écrit à personne. */
export const auPremierMessage = <T extends { close(): void }>(creer: (nodemailer: Nodemailer) => T) => {
  let ouvert: Promise<T> | undefined
  return {
    ouvrir(): Promise<T> {
      // Un chargement qui échoue se refait au message suivant : gardé, il les perdrait tous.
      ouvert ??= import('nodemailer').then(creer).catch((erreur: unknown) => {
        ouvert = undefined
        throw erreur
      })
      return ouvert
    },
    async fermer(): Promise<void> {
      const transport = await ouvert?.catch(() => undefined)
      transport?.close()
    },
  }
}
