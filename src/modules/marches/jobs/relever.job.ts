/** Le relevé du matin : les avis « Formation » parus depuis la dernière bonne copie, page à page, bornés en temps, en taille et en nombre. */
import { setTimeout } from 'node:timers/promises'
import { ajouterJours } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { creerRecuperer, type Recuperer } from '#platform/reseau/recuperer.ts'
import type { Services } from '#platform/services.ts'
import { noterReleve, releverAvis } from '../db/avis.ecritures.ts'
import { lireSources } from '../db/avis.ts'
import type { AvisLu } from '../domain/avis.ts'
import {
  adresseDuReleve,
  demandeDuTed,
  JOURS_D_ABORD,
  JOURS_REPRIS,
  PAGE,
  PAGES_MAX,
  PAUSE_DU_TED,
  type SourceDAvis,
} from '../domain/source.ts'
import { lireAvisAPart } from '../lecture/lire-avis-a-part.ts'

export const tourneeReleve = 'marches.relever'
/** Cent avis avec leur contenu font quelques Mo au plus. */
const bornes = { octets: 20_000_000, millisecondes: 30_000 }

/** `echec` : pourquoi la copie n’est pas entière, quoique ce qui est lu se range. */
type Releve = { readonly lus: readonly AvisLu[]; readonly rejets: number; readonly echec: string | null }
const releverPages = async (
  { recuperer, patienter }: Ports,
  { genre, adresse }: SourceDAvis,
  depuis: string,
): Promise<Releve | string> => {
  const lus: AvisLu[] = []
  let rejets = 0
  for (let page = 0; page < PAGES_MAX; page += 1) {
    if (genre === 'ted' && page > 0) await patienter(PAUSE_DU_TED)
    const pris =
      genre === 'ted'
        ? await recuperer(adresse, { ...bornes, corps: demandeDuTed(depuis, page) })
        : await recuperer(adresseDuReleve(adresse, depuis, page), bornes)
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

type Ports = {
  readonly recuperer: Recuperer
  readonly patienter: (millisecondes: number) => Promise<unknown>
}

const releverUneSource = async (
  ports: Ports,
  source: SourceDAvis,
  { db, clock, log }: Parameters<SystemJobHandler>[1],
): Promise<void> => {
  const le = clock.now()
  const { genre } = source
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const copie = source.bonneLe ? jourLocal(source.bonneLe, ZONE_PAR_DEFAUT) : undefined
  if (!source.active || copie === jour) return
  const depuis = ajouterJours(copie ?? jour, copie === undefined ? -JOURS_D_ABORD : -JOURS_REPRIS)
  const releve = await releverPages(ports, source, depuis)
  if (typeof releve === 'string') {
    await db.withoutTenant((tx) => noterReleve(tx, { genre, echec: releve, recus: 0, rejets: 0 }, le))
    return
  }
  try {
    await db.withoutTenant(async (tx) => {
      const recus = await releverAvis(tx, releve.lus, le)
      await noterReleve(tx, { genre, echec: releve.echec, recus, rejets: releve.rejets }, le)
      log.info('marches-releve', { genre, lus: releve.lus.length, recus, rejets: releve.rejets })
    })
  } catch (erreur) {
    // La tâche échoue et se journalise ; la page, elle, dit que rien n’est rangé.
    const echec = 'les avis lus n’ont pas pu être rangés'
    await db.withoutTenant((tx) => noterReleve(tx, { genre, echec, recus: 0, rejets: 0 }, le))
    throw erreur
  }
}

/** Rien n’est relevé d’une source éteinte, ou dont la copie est déjà du jour : l’essai de midi ne sert qu’après un échec. L’une en panne n’arrête pas l’autre. */
export const creerRelever =
  (recuperer: Recuperer = creerRecuperer(), patienter: Ports['patienter'] = setTimeout): SystemJobHandler =>
  async (_payload, services) => {
    const faits: unknown[] = []
    for (const source of await services.db.withoutTenant(lireSources))
      await releverUneSource({ recuperer, patienter }, source, services).catch((erreur: unknown) => {
        faits.push(erreur)
      })
    if (faits.length > 0) throw faits[0]
  }
