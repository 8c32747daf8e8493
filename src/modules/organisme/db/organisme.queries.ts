import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { Nda, Siret, Uai } from '#kernel/identifiants.ts'
import { asZone, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import { type Forme, type Societe, societes } from '../domain/forme.ts'
import type { Etablissement, EtablissementId, OrganismeLu } from '../domain/lus.ts'
import type { RegimeTva } from '../domain/organisme.ts'

const enSociete = (texte: string | null): Societe => societes.find((s) => s === texte) ?? 'SARL'

const enForme = (l: {
  forme: string
  societe: string | null
  cae: boolean
  capital_variable: boolean
  forme_libelle: string
}): Forme => {
  switch (l.forme) {
    case 'scop':
    case 'scic':
    case 'cooperative':
      return {
        genre: l.forme,
        societe: enSociete(l.societe),
        cae: l.cae,
        capitalVariable: l.capital_variable,
      }
    case 'association':
      return { genre: 'association' }
    default:
      return { genre: 'autre', libelle: l.forme_libelle }
  }
}

const autresRegimes = ['franchise', 'assujetti'] as const

/** `regime` et la date de l’attestation, tels que la base les garde. */
export const enTva = (l: {
  readonly regime_tva: string
  readonly tva_demande_recue_le: string | null
  readonly tva_reference: string
}): RegimeTva => {
  if (l.regime_tva === 'exonere' && l.tva_demande_recue_le)
    return {
      regime: 'exonere',
      attestation: {
        demandeRecueLe: l.tva_demande_recue_le as DateCivile,
        ...(l.tva_reference ? { reference: l.tva_reference } : {}),
      },
    }
  return { regime: autresRegimes.find((r) => r === l.regime_tva) ?? 'a-dire' }
}

/** La fiche de l'organisme de la transaction. Lève s'il n'y en a pas : la fondation la crée avec lui. */
export const lireOrganisme = async (tx: TenantTx): Promise<OrganismeLu> => {
  const l = await tx.selectFrom('organisme.organisme').selectAll().executeTakeFirstOrThrow()
  return {
    id: l.organisme_id as OrganismeId,
    code: l.code,
    nom: l.nom,
    forme: enForme(l),
    siret: l.siret as Siret,
    nda: l.nda as Nda | null,
    ndaPrefet: l.nda_prefet,
    uai: l.uai as Uai | null,
    adresse: l.adresse,
    codePostal: l.code_postal,
    ville: l.ville,
    courriel: l.courriel,
    telephone: l.telephone,
    site: l.site,
    couleur: l.couleur,
    logo: l.logo,
    zone: asZone(l.zone) ?? ZONE_PAR_DEFAUT,
    tva: enTva(l),
    cloture: { mois: l.cloture_mois, jour: l.cloture_jour },
  }
}

/**
 * Un seul à la fois change la fiche, un lieu ou l'équipe : qui attend lit ensuite ce que l'autre a écrit. Sans gêner
 * ce qui ne fait que se rattacher à l'organisme (clés étrangères).
 */
export const verrouillerOrganisme = async (tx: TenantTx): Promise<void> => {
  await tx.selectFrom('organisme.organisme').select('organisme_id').forNoKeyUpdate().execute()
}

/** Les lieux, ouverts d'abord, par nom. */
export const listerEtablissements = async (tx: TenantTx): Promise<Etablissement[]> => {
  const lignes = await tx
    .selectFrom('organisme.etablissement')
    .selectAll()
    .orderBy('ferme_le', (o) => o.desc().nullsFirst())
    .orderBy('nom')
    .orderBy('id')
    .execute()
  return lignes.map((l) => ({
    id: l.id as EtablissementId,
    nom: l.nom,
    siret: l.siret as Siret | null,
    adresse: l.adresse,
    codePostal: l.code_postal,
    ville: l.ville,
    zone: asZone(l.zone) ?? ZONE_PAR_DEFAUT,
    capacite: l.capacite,
    fermeLe: l.ferme_le as DateCivile | null,
  }))
}

/** L'organisme de ce nom court, pour la ligne de commande. La porte n'est pas ouverte au rôle web. */
export const organismeParCode = (db: Database, code: string): Promise<OrganismeId | undefined> =>
  db.withoutTenant(async (tx) => {
    const { rows } = await sql<{
      id: OrganismeId | null
    }>`select porte.organisme_par_code(${code}) as id`.execute(tx)
    return rows[0]?.id ?? undefined
  })
