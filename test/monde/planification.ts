import type { ActiviteId, Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import { poserOrganisme } from '#modules/comptes/test/organismes.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import { poserOffre, poserSession, type SessionVoulue } from '#modules/sessions/test/poser.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { SessionContribution } from '#web/contributions.ts'
import { monter, type Personnage } from '../../src/app/pages/test/monter.ts'
import { origine } from '../../src/app/pages/test/visiter.ts'
import { baseNeuve } from '../base/index.ts'
import { type Champs, naviguer, sansInsecables } from './naviguer.ts'

type Coop = {
  readonly organisme: OrganismeId
  readonly activite: ActiviteId
  readonly offre: Id<'Offre'>
  readonly responsable?: PersonneId
}

/** Une coopérative et son offre, sans compte : qui regarde ses pages est dit à chaque demande. */
const poserCoopEtOffre = async (tx: MaintenanceTx, nom: string): Promise<Coop> => {
  const o = await poserOrganisme(tx, nom)
  return { ...o, offre: await poserOffre(tx, o) }
}

/**
 * Les pages de la planification sur une base neuve : deux coopératives, une personne de la première qui les regarde, une horloge.
 * Un essai change qui regarde par `m.qui`, et l’heure par `m.regler` ; `faits` est ce que d’autres modules diraient de la session.
 *
 *     const m = await planification({ roles: ['assistant'] })
 *     const session = await m.uneSession()
 *     const dossier = await m.ouvrirUnDossier(session, { structure: 'Clinique des Lilas' })
 */
export const planification = async <C extends Coop = Coop>({
  roles = ['responsable'],
  le = '2026-11-24T10:40:00Z',
  pas = 0,
  coop = poserCoopEtOffre as (tx: MaintenanceTx, nom: string) => Promise<C>,
  faits = async () => ({}),
  section,
  contributions = [],
  services = {},
  texte = sansInsecables,
}: {
  readonly roles?: readonly string[]
  /** L’heure de départ. */
  readonly le?: string
  /** Millisecondes qui passent à chaque lecture de l’heure. */
  readonly pas?: number
  readonly coop?: (tx: MaintenanceTx, nom: string) => Promise<C>
  readonly faits?: NonNullable<SessionContribution['faits']>
  readonly section?: SessionContribution['section']
  readonly contributions?: readonly SessionContribution[]
  readonly services?: Partial<Services>
  /** Comment le texte des pages se lit ; espaces insécables dites simples, si rien n’est dit. */
  readonly texte?: (html: string) => string
} = {}) => {
  const base = await baseNeuve()
  const a = await base.maintenance((tx) => coop(tx, 'Langue & Lien'))
  const b = await base.maintenance((tx) => coop(tx, 'Terre d’Appui'))
  const premiere: Personnage = {
    organisme: a.organisme,
    personne: a.responsable ?? newId<'Personne'>(),
    roles,
  }
  const depart = new Date(le)
  let instant = depart.getTime()
  const m: { qui: Personnage | undefined } = { qui: premiere }
  const clock = {
    now: () => {
      instant += pas
      return new Date(instant)
    },
  }
  const essai: SessionContribution = {
    nom: 'essai',
    rang: 60,
    faits,
    ...(section ? { section } : {}),
  }
  const monterAvec = (autres: readonly SessionContribution[]) =>
    monter(
      {
        withTenant: async (acces, work) => {
          if (acces.genre !== 'session') return base.db.withTenant(acces, work)
          const { qui } = m
          return (
            qui && base.enTantQue(qui.organisme, { personne: qui.personne, portee: qui.portee ?? '*' }, work)
          )
        },
      },
      () => m.qui,
      { services: { clock, ...services }, contributions: [essai, ...autres] },
    )
  const app = monterAvec(contributions)
  const pages = (ou = app) => {
    const navigateur = naviguer(ou, { origine, texte })
    return async (chemin: string, champs?: Champs) => {
      const r = await navigateur.aller(chemin, champs)
      return {
        ...r,
        /** Sans son ancre. */
        vers: r.vers.replace(/#.*$/, ''),
        /** Ce qui se lit, balises ôtées. */
        lu: r.texte.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
      }
    }
  }
  const aller = pages()
  const reussir = async (chemin: string, champs: Champs): Promise<string> => {
    const r = await aller(chemin, champs)
    if (r.statut !== 303) throw new Error(`${chemin} répond ${r.statut}\u00a0: ${r.lu}`)
    return r.vers
  }
  return Object.assign(m, {
    base,
    a,
    b,
    premiere,
    app,
    clock,
    aller,
    /** Les mêmes pages, où d’autres modules apportent leur part. */
    allerAvec: (...autres: readonly SessionContribution[]) => pages(monterAvec(autres)),
    regler: (quand: string | Date = depart) => {
      instant = new Date(quand).getTime()
    },
    avancer: (ms: number) => {
      instant += ms
    },
    /** Une session de la première coopérative, en deux lundis de décembre ; rend son adresse. */
    uneSession: async (traits: Partial<SessionVoulue> = {}): Promise<`/sessions/${string}`> => {
      const { session } = await base.maintenance((tx) =>
        poserSession(tx, {
          ...a,
          seances: [
            ['2026-12-07', 540, 750],
            ['2026-12-14', 540, 750],
          ],
          ...traits,
        }),
      )
      return `/sessions/${session satisfies SessionId}`
    },
    /** Ouvre un dossier par sa page ; rend son identifiant. */
    ouvrirUnDossier: async (session: string, champs: Readonly<Record<string, string>>) =>
      (await reussir(`${session}/dossiers/nouveau`, { _jeton: newId(), ...champs })).replace(
        /^.*dossier(?:=|s\/)|#.*$/g,
        '',
      ),
    /** Inscrit par la page une liste collée, dans ce dossier s’il est dit. */
    inscrire: (session: string, liste: string, dossier?: string) =>
      reussir(`${session}/inscriptions/nouvelle`, {
        liste,
        _jeton: newId(),
        ...(dossier === undefined ? {} : { dossier }),
      }),
  })
}

/** Ce qu’un formulaire de dossier dit d’une personne qui vient pour elle-même. */
export const particulier = (prenom: string, nom: string, circonstance?: string) => ({
  acheteur: 'personne',
  structure: '',
  individuel: 'on',
  prenom,
  nom,
  prix: '1 000,00',
  ...(circonstance === undefined ? {} : { circonstance }),
})
