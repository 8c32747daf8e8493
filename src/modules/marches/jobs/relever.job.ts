/** Le relevé du matin : les avis « Formation » parus depuis la dernière bonne copie, page à page, bornés en temps, en taille et en nombre. */
import { ajouterJours } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { creerRecuperer, type Recuperer } from '#platform/reseau/recuperer.ts'
import type { Services } from '#platform/services.ts'
import { noterReleve, releverAvis } from '../db/avis.ecritures.ts'
import { lireSource } from '../db/avis.ts'
import type { AvisLu } from '../domain/avis.ts'
import { adresseDuReleve, JOURS_D_ABORD, JOURS_REPRIS, PAGE, PAGES_MAX } from '../domain/source.ts'
import { lireAvisAPart } from '../lecture/lire-avis-a-part.ts'

export const tourneeReleve = 'marches.relever'
/** Cent avis avec leur contenu font quelques Mo au plus. */
const bornes = { octets: 20_000_000, millisecondes: 30_000 }

/** `echec` : pourquoi la copie n’est pas entière, quoique ce qui est lu se range. */
type Releve = { readonly lus: readonly AvisLu[]; readonly rejets: number; readonly echec: string | null }
const releverPages = async (
  recuperer: Recuperer,
  adresse: string,
  depuis: string,
): Promise<Releve | string> => {
  const lus: AvisLu[] = []
  let rejets = 0
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const pris = await recuperer(adresseDuReleve(adresse, depuis, page), bornes)
    if (!pris.ok) return pris.error.phrase
    const lecture = await lireAvisAPart(pris.value.octets)
    if (!lecture.ok) return lecture.error.phrase
    lus.push(...lecture.value.lus)
    rejets += lecture.value.rejets
    if (lecture.value.lus.length + lecture.value.rejets < PAGE) return { lus, rejets, echec: null }
  }
  return { lus, rejets, echec: `plus de ${PAGES_MAX * PAGE} avis à lire, le reste n’est pas lu` }
}

/** Range ce qu’un relevé a rendu, sans l’adresse : la démonstration s’en sert, avec ses avis fabriqués. Lève si rien ne s’y lit. */
export const rangerUnReleve = async (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  octets: Uint8Array,
): Promise<number> => {
  const lecture = await lireAvisAPart(octets)
  if (!lecture.ok) throw new Error(lecture.error.phrase)
  return db.withoutTenant((tx) => releverAvis(tx, lecture.value.lus, clock.now()))
}

/** Rien n’est relevé si la source est éteinte, ou si la copie est déjà du jour : l’essai de midi ne sert qu’après un échec. */
export const creerRelever =
  (recuperer: Recuperer = creerRecuperer()): SystemJobHandler =>
  async (_payload, { db, clock, log }) => {
    const le = clock.now()
    const source = await db.withoutTenant(lireSource)
    const jour = jourLocal(le, ZONE_PAR_DEFAUT)
    const copie = source?.bonneLe ? jourLocal(source.bonneLe, ZONE_PAR_DEFAUT) : undefined
    if (!source?.active || copie === jour) return
    const depuis = ajouterJours(copie ?? jour, copie === undefined ? -JOURS_D_ABORD : -JOURS_REPRIS)
    const releve = await releverPages(recuperer, source.adresse, depuis)
    if (typeof releve === 'string') {
      await db.withoutTenant((tx) => noterReleve(tx, { echec: releve, recus: 0, rejets: 0 }, le))
      return
    }
    try {
      await db.withoutTenant(async (tx) => {
        const recus = await releverAvis(tx, releve.lus, le)
        await noterReleve(tx, { echec: releve.echec, recus, rejets: releve.rejets }, le)
        log.info('marches-releve', { lus: releve.lus.length, recus, rejets: releve.rejets })
      })
    } catch (erreur) {
      // La tâche échoue et se journalise ; la page, elle, dit que rien n’est rangé.
      const echec = 'les avis lus n’ont pas pu être rangés'
      await db.withoutTenant((tx) => noterReleve(tx, { echec, recus: 0, rejets: 0 }, le))
      throw erreur
    }
  }
