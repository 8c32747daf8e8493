/** Lit le dossier où des fournisseurs envoient leurs factures. Relue, coupée, servie deux fois : chaque message une fois, chaque fichier par la porte. */
import type { JobHandler } from '#platform/jobs/jobs.ts'
import type { Services } from '#platform/services.ts'
import { passerLaPorte } from '#web/porte-des-fichiers.ts'
import {
  avancerDansLaBoite,
  buterDansLaBoite,
  garderCourrier,
  noterReleveDeBoite,
} from '../db/boite.ecritures.ts'
import { courrierDejaLu, lireBoite } from '../db/boite.ts'
import {
  AVANT_LE_REGLAGE,
  type Courrier,
  ESSAIS_PAR_MESSAGE,
  type JointeRecue,
} from '../domain/cycle/boite.ts'
import { recevoirFacture } from '../gestes/recevoir.ts'
import { demanderReleveDeBoite } from '../gestes/regler-boite.ts'
import { ouvrirBoite } from '../lecture/boite.ts'
import { type CreerBoite, creerBoiteImap } from '../lecture/imap.ts'
import { lireFactureDuDehors } from '../lecture/lire-facture-a-part.ts'

type Lisant = Pick<Services, 'db' | 'clock' | 'storage' | 'log' | 'antivirus'> & {
  readonly acces: { readonly genre: 'tache'; readonly organisme: Parameters<typeof demanderReleveDeBoite>[1] }
}

/** La porte des fichiers ne répond pas : le message reste à lire, et la relève s’arrête là. */
class PorteFermee extends Error {
  override name = 'PorteFermee'
}

type Examinee = { readonly nom: string } & (
  | { readonly refus: string }
  | { readonly lue: Parameters<typeof recevoirFacture>[2]['lue']; readonly octets: Uint8Array }
)

/** Hors de la transaction : la porte des fichiers, puis le fil qui lit une facture. */
const examiner = async (j: JointeRecue, { antivirus }: Lisant): Promise<Examinee> => {
  const passe = await passerLaPorte({ nom: j.nom, recu: j.octets }, antivirus)
  if (!passe.ok && passe.passager) throw new PorteFermee(passe.phrase)
  if (!passe.ok) return { nom: j.nom.slice(0, 60), refus: passe.phrase }
  const { nom, octets } = passe.fichier
  const lue = await lireFactureDuDehors(octets)
  return lue.ok ? { nom, lue: lue.value, octets } : { nom: nom.slice(0, 60), refus: lue.error.phrase }
}

const garder = async (l: Lisant, c: Courrier): Promise<void> => {
  const examinees: Examinee[] = []
  for (const j of c.jointes) examinees.push(await examiner(j, l))
  const le = l.clock.now()
  await l.db.withTenant(l.acces, async (tx) => {
    const dits: string[] = []
    let ecarte = c.laissees > 0 || examinees.length === 0
    for (const x of examinees) {
      if ('refus' in x) {
        dits.push(`${x.nom} : ${x.refus}`)
        ecarte = true
        continue
      }
      const r = await recevoirFacture(tx, l.storage, {
        lue: x.lue,
        octets: x.octets,
        nom: x.nom,
        flux: null,
        parBoite: true,
        le,
      })
      dits.push(
        r.ok
          ? `${x.nom} : ${r.value.fautes > 0 ? 'reçue, et mise à part.' : 'reçue.'}`
          : `${x.nom} : ${r.error.phrase}`,
      )
      if (!r.ok && r.error.code !== 'deja') ecarte = true
    }
    if (c.illisible) dits.push('Ce message ne se lit pas : ouvrez-le, et déposez ses fichiers ici.')
    if (c.laissees > 0) dits.push('Des fichiers sont trop lourds, ou trop nombreux : déposez-les ici.')
    const suite = dits.join(' ') || 'Aucune facture n’y est jointe : ni PDF, ni XML.'
    await garderCourrier(tx, { message: c.message, recuLe: c.recuLe, luLe: le, suite, ecarte })
  })
}

/** Un message qui fait tomber sa lecture s’écarte, et n’arrête pas les suivants. */
const prendre = async (l: Lisant, c: Courrier): Promise<void> => {
  try {
    await garder(l, c)
  } catch (erreur) {
    if (erreur instanceof PorteFermee) throw erreur
    l.log.error('Un message de la boîte ne se lit pas.', erreur, { message: c.message })
    const suite = 'Sa lecture a échoué : déposez ses fichiers ici.'
    await l.db.withTenant(l.acces, (tx) =>
      garderCourrier(tx, { message: c.message, recuLe: c.recuLe, luLe: l.clock.now(), suite, ecarte: true }),
    )
  }
}

export const creerReleverBoite =
  (creer: CreerBoite = creerBoiteImap()): JobHandler =>
  async ({ organisme }, { db, keys, clock, storage, log, antivirus }) => {
    const acces = { genre: 'tache', organisme } as const
    const l: Lisant = { db, clock, storage, log, acces, ...(antivirus ? { antivirus } : {}) }
    const lu = await db.withTenant(acces, async (tx) => {
      const reglee = await lireBoite(tx)
      return reglee && { reglee, boite: await ouvrirBoite(tx, { keys, organisme, creer }) }
    })
    if (!lu) return
    const { reglee, boite } = lu
    const noter = (echec: string | null, refusee = false) =>
      db.withTenant(acces, (tx) => noterReleveDeBoite(tx, reglee, { le: clock.now(), echec, refusee }))
    if (!boite) {
      await noter('Le mot de passe gardé ne s’ouvre plus : redonnez-le.', true)
      return
    }
    try {
      const r = await boite.lire(
        {
          validite: reglee.validite,
          jusqua: reglee.lueJusqua,
          depuis: new Date(reglee.poseeLe.getTime() - AVANT_LE_REGLAGE),
        },
        {
          connu: async (message) =>
            (await db.withTenant(acces, (tx) => courrierDejaLu(tx, message))) === true,
          prendre: (c) => prendre(l, c),
          buter: async () =>
            ((await db.withTenant(acces, (tx) => buterDansLaBoite(tx, reglee))) ?? 0) >= ESSAIS_PAR_MESSAGE,
          avancer: async (place) =>
            (await db.withTenant(acces, (tx) => avancerDansLaBoite(tx, reglee, place))) === true,
        },
      )
      if (!r.ok) {
        await noter(r.error.phrase, r.error.code === 'compte')
        return
      }
      await noter(null)
      if (r.value.reste) await db.withTenant(acces, (tx) => demanderReleveDeBoite(tx, organisme))
    } catch (erreur) {
      if (!(erreur instanceof PorteFermee)) throw erreur
      await noter(erreur.message)
    }
  }
