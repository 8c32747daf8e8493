import type { DateCivile } from '#kernel/dates.ts'
import { type CodePostal, lireNda } from '#kernel/identifiants.ts'
import { typographier } from '#kernel/texte.ts'
import { estCae, type Forme } from './forme.ts'
import type { RegimeTva } from './organisme.ts'
import { type Delegation, peutSigner } from './signataires.ts'

/** De quelle page vient le remède. */
export type OuRemedier = 'identite' | 'etablissements' | 'enseignes' | 'equipe' | 'signataires'
export type Manque = {
  readonly code: string
  /** `a-venir` : normal à ce jour ; `a-juger` : peut-être juste. */
  readonly etat: 'manquant' | 'partiel' | 'a-juger' | 'a-venir'
  readonly quoi: string
  readonly phrase: string
  readonly loi?: string
  readonly ou: OuRemedier
}

export type FicheAJuger = {
  readonly forme: Forme
  readonly nda: string | null
  readonly ndaPrefet: string
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly courriel: string
  readonly tva: RegimeTva
}

type Autour = {
  readonly jour: DateCivile
  readonly lieux: number
  /** Enseignes ouvertes, la commune comprise. */
  readonly enseignes: number
  readonly roles: ReadonlySet<string>
  readonly delegations: readonly Delegation[]
}

const manque = (m: Manque): Manque => ({ ...m, phrase: typographier(m.phrase) })

/**
 * Les articles R123-237 et R123-238 du code de commerce et l'article 26-41 de la loi de 1947 sont connus, non relus.
 *
 * Ce qui manque à la fiche pour que les papiers soient justes, chacun avec son texte de loi. L'absence de numéro
 * de déclaration est normale : il se demande après la première convention, jamais avant (L6351-1, R6351-1).
 */
export const manquesDe = (f: FicheAJuger, a: Autour): Manque[] => {
  const liste: (Manque | false)[] = [
    f.forme.genre === 'autre' &&
      f.forme.libelle === '' && {
        code: 'forme',
        etat: 'manquant',
        quoi: 'La forme de la structure',
        phrase: 'Elle s’écrit en toutes lettres sur les factures et les contrats.',
        loi: 'C. com., art. R. 123-238',
        ou: 'identite',
      },
    (f.adresse === '' || f.codePostal === '' || f.ville === '') && {
      code: 'adresse',
      etat: 'manquant',
      quoi: 'L’adresse du siège',
      phrase: 'Elle figure sur les conventions, les factures et la correspondance.',
      loi: 'C. com., art. R. 123-237',
      ou: 'identite',
    },
    f.courriel === '' && {
      code: 'courriel',
      etat: 'partiel',
      quoi: 'Le courriel de la coopérative',
      phrase: 'Les stagiaires et les entreprises y répondent.',
      ou: 'identite',
    },
    !a.delegations.some(
      (d) => d.genre === 'fonction' && peutSigner([d], d.personne, 'convention', null, a.jour).ok,
    ) && {
      code: 'signataire',
      etat: 'manquant',
      quoi: 'Qui signe au nom de la coopérative',
      phrase: 'Sans représentant légal désigné, aucun certificat de réalisation ne s’émet.',
      loi: 'C. trav., art. R. 6332-26, arrêté du 21 décembre 2018',
      ou: 'signataires',
    },
    f.nda === null && {
      code: 'nda',
      etat: 'a-venir',
      quoi: 'Le numéro de déclaration d’activité',
      phrase:
        'Un organisme neuf n’en a pas : la déclaration se dépose dans les trois mois qui suivent la première convention ou le premier contrat.',
      loi: 'C. trav., art. L. 6351-1 et R. 6351-1',
      ou: 'identite',
    },
    f.nda !== null &&
      f.ndaPrefet === '' && {
        code: 'prefet',
        etat: 'partiel',
        quoi: 'La région du préfet qui a enregistré la déclaration',
        phrase:
          'La mention du numéro la nomme, et dit que cet enregistrement ne vaut pas agrément de l’État.',
        loi: 'C. trav., art. R. 6351-6 et L. 6352-12',
        ou: 'identite',
      },
    f.tva.regime === 'a-dire' && {
      code: 'tva',
      etat: 'manquant',
      quoi: 'La TVA de vos formations',
      phrase:
        'Exonérée, en franchise ou due : devis, conventions et factures l’écrivent, et rien ne le devine.',
      loi: 'CGI, art. 261-4-4° a, et 293 B',
      ou: 'identite',
    },
    f.tva.regime === 'exonere' &&
      f.tva.attestation.reference === undefined && {
        code: 'attestation',
        etat: 'partiel',
        quoi: 'La référence de l’attestation de TVA',
        phrase: 'Un contrôle la demande ; la date de réception suffit aux factures.',
        loi: 'CGI, art. 261-4-4° a, et ann. II, art. 202 A',
        ou: 'identite',
      },
    a.lieux === 0 && {
      code: 'lieux',
      etat: 'partiel',
      quoi: 'Les lieux où vous formez',
      phrase: 'Une session se tient quelque part : la convocation et la feuille d’émargement le disent.',
      ou: 'etablissements',
    },
    !a.roles.has('referent-handicap') && {
      code: 'referent-handicap',
      etat: 'partiel',
      quoi: 'La personne référente handicap',
      phrase:
        'Elle seule lit les besoins déclarés et réunit les appuis ; tant qu’elle manque, personne ne les lit.',
      loi: 'Référentiel national qualité, indicateur 26',
      ou: 'equipe',
    },
    estCae(f.forme) &&
      a.enseignes < 2 && {
        code: 'enseignes',
        etat: 'partiel',
        quoi: 'Les enseignes des entrepreneurs',
        phrase: 'Une coopérative d’activité et d’emploi en tient une par activité ; il n’y a que la commune.',
        loi: 'Loi du 10 septembre 1947, art. 26-41',
        ou: 'enseignes',
      },
  ]
  const postal = f.codePostal === '' ? undefined : (f.codePostal as CodePostal)
  const nda = f.nda === null ? undefined : lireNda(f.nda, postal ? { codePostal: postal } : {})
  for (const v of nda?.ok ? nda.value.avertissements : [])
    liste.push({
      code: v.code,
      etat: 'a-juger',
      quoi: 'Le numéro de déclaration d’activité',
      phrase: v.phrase,
      ou: 'identite',
    })
  return liste.filter((m): m is Manque => m !== false).map(manque)
}
