import type { Context } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import { porteeDe } from '#modules/inscriptions/index.ts'
import { droits, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, lireSession, type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { CodeEtat } from '#web/components/states.tsx'
import { Etat, Field, Table } from '#web/components.tsx'
import { enCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { facultatif, texte } from '#web/fields.ts'
import type { FormState } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { parIdentifiant } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import type { EnvoiLu, EtatEnvoi } from '../db/envois.ts'
import { voitTout } from '../db/siege.ts'
import { nomDEtape } from '../domain/etapes.ts'
import { motRaison } from '../domain/raisons.ts'
import { direRefus } from '../domain/rebond.ts'
import { envoisUrl } from '../liens.ts'

export const cheminSession = parIdentifiant(envoisUrl)

/** Ce qu’un membre en lecture seule, ou l’assistance, ne fait pas. */
const ecrit = (v: Visiteur): boolean => v.lectureSeule !== true && !v.assistance

export type Regard = {
  readonly visiteur: Visiteur
  readonly session: SessionLue
  readonly envoie: boolean
  readonly organisme: OrganismeId
}

/**
 * La session de l’adresse, à qui en lit toutes les inscriptions : la matrice nomme tout le monde, elle ne se coupe pas. `envoyer` :
 * il faut aussi pouvoir convoquer. Absente ou d’ailleurs : la même page 404.
 */
export const pourEnvois = (
  c: Context<Env>,
  { envoyer = false }: { readonly envoyer?: boolean },
  work: (tx: TenantTx, r: Regard) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
    const id = asId<'Session'>(c.req.param('session') ?? '')
    const session = id && (await lireSession(tx, id))
    if (!session || !visiteur.organisme) return notFound(c)
    if ((await porteeDe(tx, visiteur, 'inscriptions.lire', session)) !== 'tout')
      return forbidden(c, droits['inscriptions.lire'].phrase)
    const envoie =
      ecrit(visiteur) &&
      peutVisiteur(visiteur, 'inscriptions.convoquer', { estSien: estSienne(session, visiteur.personneId) })
    if (envoyer && !envoie) return forbidden(c, droits['inscriptions.convoquer'].phrase)
    return work(tx, { visiteur, session, envoie, organisme: visiteur.organisme.id })
  })

/** Qui règle ce que toute la coopérative envoie : la direction, ou qui convoque partout ; jamais depuis une seule enseigne. */
export const peutRegler = async (tx: TenantTx, v: Visiteur): Promise<boolean> =>
  ecrit(v) &&
  (peutVisiteur(v, 'organisme.regler') || peutVisiteur(v, 'inscriptions.convoquer')) &&
  (await voitTout(tx))

export const refusRegler =
  'Les envois de la coopérative se règlent par la direction, ou par qui convoque partout.'

export const chemins = (session: SessionLue) => [
  { libelle: 'Sessions', href: sessionsUrl() },
  { libelle: session.numero, href: sessionUrl({ session: session.id }) },
]

const motEnvoi: Readonly<Record<EtatEnvoi, string>> = {
  'en-cours': 'en cours',
  attente: 'en attente du serveur',
  parti: 'parti',
  refuse: 'refusé',
  retenu: 'retenu',
}
export const etatEnvoi: Readonly<Record<EtatEnvoi, CodeEtat>> = {
  'en-cours': 'a-venir',
  attente: 'partiel',
  parti: 'prouve',
  refuse: 'manquant',
  retenu: 'a-juger',
}
export const direEnvoi = (e: Pick<EnvoiLu, 'etat' | 'raison' | 'refus'>): string =>
  `${motEnvoi[e.etat]}${e.raison ? `\u00a0: ${motRaison[e.raison]}` : ''}${e.refus ? ` (${direRefus(e.refus)})` : ''}`

export const quandDe = (le: Date, zone: Zone = ZONE_PAR_DEFAUT) => formaterDate(jourLocal(le, zone), 'court')

/** Le journal des courriels, d’une session ou d’une personne. */
export const Journal = ({
  envois,
  zone,
  session = false,
}: {
  envois: readonly EnvoiLu[]
  zone?: Zone | undefined
  /** Vrai : la colonne dit la session (journal d’une personne) ; faux : la personne. */
  session?: boolean
}) => (
  <Table
    legende={session ? 'Courriels partis à cette personne' : 'Courriels de la session'}
    lignes={envois}
    colonnes={[
      { titre: 'Date', entete: true, cell: (e) => quandDe(e.le, zone) },
      session
        ? {
            titre: 'Session',
            cell: (e) =>
              e.session ? (
                <a href={sessionUrl({ session: e.session })}>{e.intitule ?? e.numero}</a>
              ) : (
                'hors session'
              ),
          }
        : { titre: 'À', cell: (e) => e.nom ?? e.adresse },
      {
        titre: 'Étape',
        cell: (e) => (
          <>
            {e.nomPropre ?? nomDEtape(e.code)}
            <br />
            <small class="sub">{e.objet}</small>
          </>
        ),
      },
      { titre: 'Parti par', cell: (e) => (e.seul ? 'la tournée' : 'une personne') },
      { titre: 'État', cell: (e) => <Etat etat={etatEnvoi[e.etat]} mot={direEnvoi(e)} /> },
    ]}
  />
)

export const journalCsv = (envois: readonly EnvoiLu[], zone?: Zone) =>
  enCsv(
    ['Date', 'Session', 'À', 'Adresse', 'Étape', 'Objet', 'Parti par', 'État'],
    envois.map((e) => [
      jourLocal(e.le, zone ?? ZONE_PAR_DEFAUT),
      e.numero ?? '',
      e.nom ?? '',
      e.adresse,
      e.nomPropre ?? nomDEtape(e.code),
      e.objet,
      e.seul ? 'la tournée' : 'une personne',
      direEnvoi(e),
    ]),
  )

/** Pourquoi l’on arrête : facultatif, lu de tous ceux qui verront l’arrêt. */
export const champsArret = z.object({ motif: facultatif(texte({ max: 300 })) })
export const Motif = <K extends string>({ form }: { form: FormState<K | 'motif'> }) => (
  <Field
    form={form}
    name="motif"
    label="Pourquoi"
    optional
    maxlength={300}
    hint="Toute l’équipe le lira à côté de l’arrêt ; sans détail de santé."
  />
)
