import type { DateCivile } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import type { Nda, Siret, Uai } from '#kernel/identifiants.ts'
import { asZone, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type Forme, type Societe, societes } from '../domain/forme.ts'
import type { Cloture, RegimeTva } from '../domain/organisme.ts'

/** La fiche de l'organisme, telle que les papiers, les pages et les calculs la lisent. */
export type OrganismeLu = {
  readonly id: OrganismeId
  readonly code: string
  readonly nom: string
  readonly forme: Forme
  readonly siret: Siret
  /** Absent : un organisme neuf n'en a pas encore. */
  readonly nda: Nda | null
  /** « de la région Bretagne » : le préfet que nomme la mention obligatoire (R6351-6). */
  readonly ndaPrefet: string
  readonly uai: Uai | null
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly courriel: string
  readonly telephone: string
  readonly site: string
  /** `#rrggbb`. */
  readonly couleur: string
  /** Empreinte du SVG rangé (`services.storage`), déjà vérifié. */
  readonly logo: string | null
  readonly zone: Zone
  readonly tva: RegimeTva
  readonly cloture: Cloture
}

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

const enTva = (l: {
  regime_tva: string
  tva_demande_recue_le: string | null
  tva_reference: string
}): RegimeTva => {
  if (l.regime_tva === 'exonere' && l.tva_demande_recue_le)
    return {
      regime: 'exonere',
      attestation: {
        demandeRecueLe: l.tva_demande_recue_le as DateCivile,
        ...(l.tva_reference ? { reference: l.tva_reference } : {}),
      },
    }
  return { regime: l.regime_tva === 'franchise' ? 'franchise' : 'assujetti' }
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

export type EtablissementId = Id<'Etablissement'>
/** Un lieu où l'on forme, ou le siège. Fermé, il se lit encore : des sessions passées s'y sont tenues. */
export type Etablissement = {
  readonly id: EtablissementId
  readonly nom: string
  readonly siret: Siret | null
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly zone: Zone
  readonly capacite: number | null
  readonly fermeLe: DateCivile | null
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
