import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { Nda, Siret, Uai } from '#kernel/identifiants.ts'
import { asZone, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import { type Forme, type Societe, societes } from '../domain/forme.ts'
import type { Etablissement, OrganismeLu } from '../domain/lus.ts'
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
  readonly tva_reference?: string
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

type Ligne = Parameters<typeof enForme>[0] &
  Parameters<typeof enTva>[0] & {
    organisme_id: OrganismeId
    code: string
    nom: string
    siret: Siret
    nda: Nda | null
    nda_prefet: string
    uai: Uai | null
    adresse: string
    code_postal: string
    ville: string
    courriel: string
    telephone: string
    site: string
    couleur: string
    logo: string | null
    zone: string
    cloture_mois: number
    cloture_jour: number
  }

/** La fiche de l'organisme de la transaction. Lève s'il n'y en a pas : la fondation la crée avec lui. */
export const lireOrganisme = async (tx: TenantTx): Promise<OrganismeLu> => {
  const { rows } =
    await sql<Ligne>`select organisme_id, code, nom, forme, societe, cae, capital_variable, forme_libelle, siret, nda,
      nda_prefet, uai, adresse, code_postal, ville, courriel, telephone, site, couleur, logo, zone, regime_tva, tva_demande_recue_le,
      tva_reference, cloture_mois, cloture_jour
    from organisme.organisme`.execute(tx)
  const [l] = rows
  if (!l) throw new Error('La fiche de l’organisme manque.')
  return {
    id: l.organisme_id,
    code: l.code,
    nom: l.nom,
    forme: enForme(l),
    siret: l.siret,
    nda: l.nda,
    ndaPrefet: l.nda_prefet,
    uai: l.uai,
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
  await sql`select from organisme.organisme for no key update`.execute(tx)
}

/** Les lieux, ouverts d'abord, par nom. */
export const listerEtablissements = async (tx: TenantTx): Promise<Etablissement[]> => {
  const { rows } = await sql<
    Omit<Etablissement, 'zone'> & { zone: string }
  >`select id, nom, siret, adresse, code_postal as "codePostal", ville,
      zone, capacite, ferme_le as "fermeLe"
    from organisme.etablissement order by ferme_le desc nulls first, nom, id`.execute(tx)
  return rows.map((l) => ({ ...l, zone: asZone(l.zone) ?? ZONE_PAR_DEFAUT }))
}

/** L'organisme de ce nom court, pour la ligne de commande. La porte n'est pas ouverte au rôle web. */
export const organismeParCode = (db: Database, code: string): Promise<OrganismeId | undefined> =>
  db.withoutTenant(async (tx) => {
    const { rows } = await sql<{
      id: OrganismeId | null
    }>`select porte.organisme_par_code(${code}) as id`.execute(tx)
    return rows[0]?.id ?? undefined
  })

/** Ce numéro de déclaration est celui d’un organisme commun dont la coopérative est membre : il ne vaut que là. */
export const declarationDUnCommun = async (tx: TenantTx, nda: string): Promise<boolean> =>
  (await sql<{ oui: boolean }>`select porte.declaration_d_un_commun(${nda}) as oui`.execute(tx)).rows[0]
    ?.oui === true
