import { sql } from 'kysely'
import type { ProjetId } from '#modules/facturation/index.ts'
import { etatsModifiables, type SessionId } from '#modules/sessions/index.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Appel, AppelId, Reponse } from '../domain/appels.ts'
import { type Mission, type MissionAPayer, type MissionId, porteLeNom } from '../domain/missions.ts'
import type { FicheId } from '../domain/vivier.ts'

/** Les appels qui se voient d’ici ; ou l’un d’eux. */
export const lireAppels = async (tx: TenantTx, appel: AppelId | null = null): Promise<Appel[]> =>
  (
    await sql<Appel>`select appel, organisme, cooperative, pole, nom_du_pole as "nomDuPole", objet, publics, stagiaires, lieu, attendus, exigences, debut, fin,
        dirige, payeur, prix_genre as "prixGenre", prix_min::float8 as "prixMin", prix_max::float8 as "prixMax", vu_de as "vuDe", choisies,
        jusqu_au as "jusquAu", publie_le as "publieLe", clos_le as "closLe", issue, mien, dates, reponses
      from porte.appels(${appel}::uuid)`.execute(tx)
  ).rows

/** Les réponses d’un appel que l’on peut lire, dans l’ordre où elles sont venues. */
export const lireReponses = async (tx: TenantTx, appel: AppelId, le: Date): Promise<Reponse[]> =>
  (
    await sql<Reponse>`select reponse, organisme, cooperative, cae, nda, fiche, nom, part, rangs, prix::float8 as prix, au_cout as "auCout", statut, message,
        par, faite_le as "faiteLe", ecartee_le as "ecarteeLe", motif, mienne, pour_nous as "pourNous", pris, jours, jours_chez_vous as "joursChezVous",
        dernier::text as dernier, depuis, mission, etat, rompue
      from porte.appel_reponses(${appel}::uuid, ${le}::timestamptz)`.execute(tx)
  ).rows

/** Les rangs des dates où cette personne de sa coopérative est déjà prise. */
export const datesPrises = async (tx: TenantTx, appel: AppelId, fiche: FicheId): Promise<readonly number[]> =>
  (await sql<{ r: number[] }>`select porte.appel_pris(${appel}::uuid, ${fiche}::uuid) as r`.execute(tx))
    .rows[0]?.r ?? []

/** Les sessions de sa coopérative dont une demi-journée tombe entre ces instants, par numéro. */
export const sessionsEntre = async (
  tx: TenantTx,
  du: string,
  au: string,
): Promise<{ id: SessionId; dit: string }[]> =>
  (
    await sql<{
      id: SessionId
      dit: string
    }>`select s.id, s.numero || ', ' || s.intitule as dit from sessions.session s
      where s.etat = any (${[...etatsModifiables]}::text[])
        and exists (select from sessions.seance x where x.session_id = s.id and x.tenue and x.debut >= ${du}::timestamptz and x.fin <= ${au}::timestamptz)
      order by s.numero limit 100`.execute(tx)
  ).rows

/** Les fiches de ce nom qui animent ici, du début à la fin de la mission : de qui vient d’ailleurs, on ne sait que le nom. */
const fichesDe = async (
  tx: TenantTx,
  m: Pick<Mission, 'prenom' | 'famille' | 'creneaux'>,
): Promise<string[]> =>
  (
    await sql<{
      id: string
      prenom: string
      nom: string
    }>`select distinct p.id, p.prenom, p.nom from sessions.affectation a
        join sessions.seance s on s.organisme_id = a.organisme_id and s.id = a.seance_id
        join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id
      where s.tenue and s.debut >= ${m.creneaux[0]?.[0] ?? null}::timestamptz and s.fin <= ${m.creneaux.at(-1)?.[1] ?? null}::timestamptz`.execute(
      tx,
    )
  ).rows.flatMap((p) => (porteLeNom(p, m) ? [p.id] : []))

/** Une session de sa coopérative, entre ces instants, annonce encore une personne de ce nom. */
export const encoreAuPlanning = async (
  tx: TenantTx,
  m: Pick<Mission, 'prenom' | 'famille' | 'creneaux'>,
): Promise<boolean> => (await fichesDe(tx, m)).length > 0

/** Une demi-journée d’ici que la personne a animée dans les heures de la mission, sa feuille close ; minutes, les siennes et celles de la séance. */
export type SeanceEmargee = {
  readonly session: SessionId
  readonly seance: string
  readonly debut: Date
  /** Sa fiche d’ici. */
  readonly personne: TiersId
  readonly minutes: number
  readonly duree: number
  /** Confiée à une autre structure : F-2. */
  readonly confiee: boolean
}
export const seancesEmargees = async (
  tx: TenantTx,
  m: Pick<Mission, 'prenom' | 'famille' | 'creneaux'>,
): Promise<SeanceEmargee[]> => {
  const fiches = await fichesDe(tx, m)
  return (
    await sql<SeanceEmargee>`select s.session_id as session, s.id as seance, s.debut, a.personne_id as personne, a.minutes, (extract(epoch from (s.fin - s.debut)) / 60)::int4 as duree,
        a.confiee_a_id is not null as confiee
      from sessions.affectation a join sessions.seance s on s.organisme_id = a.organisme_id and s.id = a.seance_id
      where a.personne_id = any (${fiches}::uuid[]) and s.tenue
        and exists (select from emargement.cloture c where c.organisme_id = s.organisme_id and c.seance_id = s.id)
        and exists (select from rows from (unnest(${m.creneaux.map(([debut]) => debut)}::timestamptz[]), unnest(${m.creneaux.map(([, fin]) => fin)}::timestamptz[])) k(debut, fin)
          where s.debut >= k.debut and s.fin <= k.fin)
      order by s.debut, s.id`.execute(tx)
  ).rows
}

/** L’adresse de qui a reçu une mission faite, à qui la facture ; rien, à tout autre. */
export const adresseDuPayeur = async (tx: TenantTx, mission: MissionId) =>
  (
    await sql<{
      adresse: string
      codePostal: string
      ville: string
    }>`select adresse, code_postal as "codePostal", ville from porte.mission_payeur(${mission}::uuid)`.execute(
      tx,
    )
  ).rows[0]

/** Ce que sa coopérative a émis d’un projet, ses avoirs compris, toutes taxes comprises, en centimes. */
export const facturesEmises = async (tx: TenantTx, projet: ProjetId): Promise<{ ttc: number }[]> =>
  (
    await sql<{
      ttc: number
    }>`select f.total_ttc_centimes::float8 as ttc from facturation.facture f
      where f.projet_id = ${projet}::uuid
        or f.corrige_id in (select x.id from facturation.facture x where x.organisme_id = f.organisme_id and x.projet_id = ${projet}::uuid)`.execute(
      tx,
    )
  ).rows

/** Ce que la coopérative a facturé à la Caisse des dépôts dans une année civile, avoirs déduits, en centimes hors taxes. */
export const factureAuCpf = async (tx: TenantTx, annee: string): Promise<number> =>
  (
    await sql<{
      n: number
    }>`select coalesce(sum(p.montant_ht_centimes), 0)::float8 as n from facturation.produit p
      where p.origine = 'cdc-cpf' and p.emise_le between ${`${annee}-01-01`}::date and ${`${annee}-12-31`}::date`.execute(
      tx,
    )
  ).rows[0]?.n ?? 0

/** Les stagiaires qu’une session d’ici reçoit de cette coopérative (cadre G), un jour de la mission. */
export const stagiairesRecus = async (
  tx: TenantTx,
  m: Pick<Mission, 'receveurSiret' | 'creneaux'>,
): Promise<number> =>
  (
    await sql<{
      n: number
    }>`select count(distinct i.personne_id)::int4 as n from inscriptions.inscription i
      join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
      join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
      where d.regime = 'sous-traitance-recue' and left(e.siret, 9) = left(${m.receveurSiret}, 9)
        and exists (select from sessions.seance s where s.organisme_id = d.organisme_id and s.session_id = d.session_id and s.tenue
          and s.debut < ${m.creneaux.at(-1)?.[1] ?? null}::timestamptz and s.fin > ${m.creneaux[0]?.[0] ?? null}::timestamptz)`.execute(
      tx,
    )
  ).rows[0]?.n ?? 0

/** Les missions que l’on peut lire, par date ; ou l’une d’elles. */
export const lireMissions = async (tx: TenantTx, mission: MissionId | null = null): Promise<Mission[]> =>
  (
    await sql<Mission>`select mission, appel, reponse, recoit, receveur, receveur_siret as "receveurSiret", receveur_nda as "receveurNda",
        receveur_ville as "receveurVille", envoie, envoyeur, envoyeur_siret as "envoyeurSiret", envoyeur_nda as "envoyeurNda", envoyeur_ville as "envoyeurVille",
        envoyeur_cae as "envoyeurCae", nom, prenom, famille, objet, publics, stagiaires, lieu, attendus, exigences, dirige, payeur, part, statut, prix::float8 as prix,
        au_cout as "auCout", pole, creneaux, forme, etat, choisie_le as "choisieLe", classement, visa_personne_le as "visaPersonneLe",
        visa_coop_le as "visaCoopLe", visa_coop_par as "visaCoopPar", expire_le as "expireLe", contrat, signe_recoit_le as "signeRecoitLe",
        signe_recoit_par as "signeRecoitPar", signe_envoie_le as "signeEnvoieLe", signe_envoie_par as "signeEnvoiePar", ferme_le as "fermeLe",
        finie_le as "finieLe", finie_par as "finiePar", motif, fait_minutes as "faitMinutes", fait_centimes::float8 as "faitCentimes",
        constat_recoit_le as "constatRecoitLe", constat_envoie_le as "constatEnvoieLe", moi, a_moi as "aMoi", piece, numero,
        signataire_recoit as "signataireRecoit", signataire_envoie as "signataireEnvoie", avenant, avenant_numero as "avenantNumero",
        avenant_signe_le as "avenantSigneLe", fait_taux as "faitTaux", fait_cout::float8[] as "faitCout", refus, a_signer as "aSigner",
        pour_facturer as "pourFacturer", suivi_stagiaires as "suiviStagiaires", suivi_minutes::float8 as "suiviMinutes", a_viser as "aViser"
      from porte.missions(${mission}::uuid)`.execute(tx)
  ).rows

/** Ce que les missions reçues coûteront, à qui lit la facturation ; à tout autre, rien. */
export const missionsAPayer = async (tx: TenantTx): Promise<MissionAPayer[]> =>
  (
    await sql<MissionAPayer>`select mission, envoyeur, siret, objet, forme, fin, centimes::float8 as centimes from porte.missions_a_payer()`.execute(
      tx,
    )
  ).rows

export type Papier = 'contrat' | 'avenant'
/** Qui signe le contrat d’une mission, ou l’avenant d’un prêt ; rien : ce n’est pas à soi de le demander, ou personne ne le peut de ce côté. */
export type SignataireDeMission = {
  readonly cote: 'recoit' | 'envoie' | 'personne'
  readonly nom: string
  readonly qualite: string
  readonly courriel: string
}
export const signatairesDeMission = async (
  tx: TenantTx,
  mission: MissionId,
  quoi: Papier,
): Promise<SignataireDeMission[]> =>
  (
    await sql<SignataireDeMission>`select cote, nom, qualite, courriel from porte.mission_signataires(${mission}::uuid, ${quoi})`.execute(
      tx,
    )
  ).rows
/** Le contrat figé d’une mission, ou l’avenant : ses octets, à qui lit la mission. */
export const papierDeMission = async (tx: TenantTx, mission: MissionId, quoi: Papier) =>
  (
    await sql<{
      organisme: string
      numero: string
      empreinte: string
      octets: Buffer | null
      /** Celles que portent ces octets. */
      signatures: number
    }>`select organisme, numero, empreinte, octets, signatures from porte.mission_papier(${mission}::uuid, ${quoi})`.execute(
      tx,
    )
  ).rows[0]
