import { connect } from 'node:net'
import type { Config } from '#platform/config/config.ts'
import type { Antivirus } from './antivirus.ts'

/** clamd coupe au-delà de sa propre borne (`StreamMaxLength`) ; un morceau reste loin de celle d’un paquet. */
const morceau = 65_536
const delaiMax = 20_000

/**
 * clamd, par sa commande INSTREAM : le fichier part par morceaux précédés de leur longueur (quatre octets, gros boutien), un morceau vide
 * le finit, et la réponse dit « OK » ou « FOUND ». Tout le reste (erreur, silence, coupure) est `muet`.
 */
export const clamd = (ou: NonNullable<Config['clamd']>, delai: number = delaiMax): Antivirus => ({
  examiner: (octets) =>
    new Promise((rendre) => {
      const prise = connect(ou)
      let recu = ''
      const finir = (verdict: 'sain' | 'infecte' | 'muet') => {
        clearTimeout(echeance)
        prise.destroy()
        rendre(verdict)
      }
      const echeance = setTimeout(() => finir('muet'), delai)
      const lire = () => {
        const reponse = recu.replace(/\0$/, '').trim()
        if (/^stream: OK$/.test(reponse)) finir('sain')
        else if (/^stream: .+ FOUND$/.test(reponse)) finir('infecte')
        else finir('muet')
      }
      prise.on('error', () => finir('muet'))
      prise.on('close', () => finir('muet'))
      prise.on('end', lire)
      prise.on('data', (d) => {
        recu = (recu + d.toString('latin1')).slice(0, 4_096)
        if (recu.includes('\0')) lire()
      })
      prise.on('connect', () => {
        prise.write('zINSTREAM\0')
        for (let i = 0; i < octets.length; i += morceau) {
          const part = octets.subarray(i, i + morceau)
          const longueur = Buffer.alloc(4)
          longueur.writeUInt32BE(part.length)
          prise.write(longueur)
          prise.write(part)
        }
        prise.write(Buffer.alloc(4))
      })
    }),
})

/** L’antivirus réglé par `ANTIVIRUS_CLAMD` ; rien s’il ne l’est pas. */
export const creerAntivirus = ({ clamd: ou }: Pick<Config, 'clamd'>): Antivirus | undefined => ou && clamd(ou)
