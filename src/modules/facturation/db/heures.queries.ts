/** Ce que chacun a suivi d’une session, et s’il en a le certificat : ce qu’une facture ne dépasse jamais. */
import { sql } from 'kysely'
import {
  ajouterAPart,
  casesUneFois,
  elementsUneFois,
  heuresAPart,
  heuresDe,
  planUneFois,
} from '#modules/emargement/index.ts'
import {
  dureesConvenuesUneFois,
  type InscriptionId,
  type Inscrit,
  inscritsUneFois,
} from '#modules/inscriptions/index.ts'
import { partTenue, type SessionLue } from '#modules/sessions/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { type CertificatDePeriode, type Preuve, preuveDe } from '../domain/certifier.ts'
import type { Periode } from '../domain/facture.ts'
import type { SuiviDe } from '../domain/proposer.ts'

export type SuiviLu = SuiviDe & {
  readonly inscription: InscriptionId
  readonly dossier: Inscrit['dossier']
  /** Demi-journées sans présence ni absence : tant qu’il en reste, la facture serait incomplète. */
  readonly attendues: number
  /** Le numéro de son certificat de réalisation ; nul : pas émis. */
  readonly certificat: string | null
}

/** Plusieurs clients, une session : leurs certificats se lisent une fois. */
const certificatsUneFois = uneFois(
  async (tx, session): Promise<ReadonlyMap<string, string>> =>
    new Map(
      (
        await sql<{
          inscription: string
          numero: string
        }>`select distinct on (c.inscription_id) c.inscription_id as inscription, p.numero
        from emargement.certificat c
          join inscriptions.inscription i on i.organisme_id = c.organisme_id and i.id = c.inscription_id
          join documents.piece p on p.organisme_id = c.organisme_id and p.id = c.piece_id
        where i.session_id = ${session}::uuid order by c.inscription_id, p.emise_le desc, p.id desc`.execute(
          tx,
        )
      ).rows.map((r) => [r.inscription, r.numero]),
    ),
)

/** Ce qui s’est tenu ou doit se tenir, tel que le certificat le compte : coupé en route, jusque-là. */
const demisDe = (session: SessionLue) => {
  const prevues = new Map<string, number>(session.seances.map((s) => [s.id, s.finMinutes]))
  return partTenue(session).seances.map((s) => ({
    seance: { id: s.id as never, debut: s.debutMinutes, fin: s.finMinutes },
    coupeMin: (prevues.get(s.id) ?? s.finMinutes) - s.finMinutes,
  }))
}

/** Par inscription de la session, hors celles qui n’ont jamais tenu de place. */
export const suivisDe = async (tx: TenantTx, session: SessionLue): Promise<SuiviLu[]> => {
  const demis = demisDe(session)
  const [cases, certificats, inscrits, plan, elements, convenues] = await Promise.all([
    casesUneFois(tx, session.id),
    certificatsUneFois(tx, session.id),
    inscritsUneFois(tx, session.id),
    // L’asynchrone et la situation de travail : le même décompte que le certificat.
    planUneFois(tx, session.id),
    elementsUneFois(tx, session.id),
    dureesConvenuesUneFois(tx, session.id),
  ])
  // Sans pièce qui le dise : tout ce qui fut posé. Une demi-journée suspendue ne s’est pas faite, elle n’a pas cessé d’être due.
  const posees = session.minutes
  return inscrits
    .filter((i) => i.etat === 'inscrit' || cases.some((c) => c.inscription === i.id))
    .map((i) => {
      const aPart = heuresAPart(plan, elements, i.id)
      const siennes = cases.filter((c) => c.inscription === i.id)
      const heures = heuresDe(demis, siennes)
      return {
        inscription: i.id,
        dossier: i.dossier,
        nom: `${i.prenom} ${i.nom}`,
        // Qui s’arrête en route avait droit à toute l’action : son prix convenu se rapporte à elle.
        prevu: ((i.dossier && convenues.get(i.dossier)) ?? posees) + aPart.planifieMin,
        suivi: ajouterAPart(heures, aPart).suiviMin,
        attendues: heures.nonStatuees,
        certificat: certificats.get(i.id) ?? null,
      }
    })
}

/** Les certificats de période qui valent, par inscription ; la page d’une session ne les lit pas. */
export const certificatsDePeriodeDe = async (
  tx: TenantTx,
  inscriptions: readonly InscriptionId[],
): Promise<ReadonlyMap<string, readonly CertificatDePeriode[]>> => {
  if (inscriptions.length === 0) return new Map()
  const { rows } = await sql<CertificatDePeriode & { readonly inscription: string }>`
    select p.objet_id as inscription, p.numero, p.donnees::jsonb #>> '{action,debut}' as du, p.donnees::jsonb #>> '{action,fin}' as au,
      (p.donnees::jsonb #>> '{action,minutesRealisees}')::int4 as minutes
    from documents.piece p
    where p.organisme_id = (select app.organisme()) and p.objet_id = any (${[...inscriptions]}::uuid[])
      and p.genre = 'certificat-intermediaire' and p.effacee_le is null
      and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
    order by p.emise_le, p.id`.execute(tx)
  return Map.groupBy(rows, (r) => r.inscription)
}

/**
 * Ce que les certificats qui valent attestent de chacun, tel qu’ils l’écrivent : celui de l’action s’il est émis, sinon ceux de période
 * ensemble. `minutes` nul : la pièce ne le dit pas.
 */
export const certifiesDe = async (
  tx: TenantTx,
  inscriptions: readonly string[],
): Promise<ReadonlyMap<string, { readonly numeros: string; readonly minutes: number | null }>> => {
  if (inscriptions.length === 0) return new Map()
  const { rows } = await sql<{ inscription: string; numeros: string; minutes: number | null }>`
    select distinct on (c.inscription) c.inscription, c.numeros, c.minutes from (
      select p.objet_id as inscription, p.genre, string_agg(p.numero, ', ' order by p.emise_le, p.id) as numeros,
        sum((p.donnees::jsonb #>> '{action,minutesRealisees}')::int4)::int4 as minutes
      from documents.piece p
      where p.organisme_id = (select app.organisme()) and p.objet_id = any (${[...inscriptions]}::uuid[])
        and p.genre in ('certificat-realisation', 'certificat-intermediaire') and p.effacee_le is null
        and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
      group by 1, 2) c
    order by c.inscription, c.genre = 'certificat-realisation' desc`.execute(tx)
  return new Map(rows.map((r) => [r.inscription, r]))
}

/** Par inscription, ce que cite une facture de cette période. Le certificat de l’action émis pour tous, rien de plus ne se lit. */
export const preuvesDe = async (
  tx: TenantTx,
  session: SessionLue,
  suivis: readonly SuiviLu[],
  facturee: Periode | null,
): Promise<ReadonlyMap<string, Preuve>> => {
  const periodes = await certificatsDePeriodeDe(
    tx,
    suivis.filter((s) => s.certificat === null).map((s) => s.inscription),
  )
  const tenus = partTenue(session).seances.map((s) => s.jour)
  return new Map(
    suivis.map((s) => [
      s.inscription,
      preuveDe(s.certificat, periodes.get(s.inscription) ?? [], facturee, tenus),
    ]),
  )
}
