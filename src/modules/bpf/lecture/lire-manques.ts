/** Ce qui reste à affecter (R20), en mots, et la page où cela se répare. */
import { dateCivile, formaterDate } from '#kernel/dates.ts'
import { affecterUrl, sessionUrl } from '#modules/sessions/index.ts'
import { nommerTiers, personneUrl } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Manque } from '../domain/faits.ts'
import { lienDuProduit } from './detailler.ts'
import type { BilanLu } from './lire-bilan.ts'

export type ManqueDit = {
  readonly quoi: Manque['quoi']
  readonly phrase: string
  readonly ou: string
  readonly href: string | null
  /** Un produit repris sans origine s'affecte sur place. */
  readonly produit: string | null
}

export const phrasesDeManque: Readonly<Record<Manque['quoi'], string>> = {
  origine: 'Un produit sans origine',
  'heures-action': 'Un produit d’une action sans heure',
  'statut-intervenant': 'Un intervenant sans statut ce jour-là',
  intervenant: 'Une séance sans intervenant',
  'statut-stagiaire': 'Un stagiaire sans statut',
  objectif: 'Une action sans objectif (F-3)',
  nsf: 'Une action sans spécialité (F-4)',
}

const couper = (ou: string, signe: string): readonly [string, string] => {
  const i = ou.indexOf(signe)
  return i < 0 ? [ou, ''] : [ou.slice(0, i), ou.slice(i + signe.length)]
}

export const lireManques = async (tx: TenantTx, lu: BilanLu): Promise<ManqueDit[]> => {
  const { manques } = lu.bpf.faits
  const personnes = manques.flatMap((m) =>
    m.quoi === 'statut-intervenant'
      ? [couper(m.ou, ', ')[0]]
      : m.quoi === 'statut-stagiaire'
        ? [couper(m.ou, '/')[1]]
        : [],
  )
  const noms = await nommerTiers(tx, [...new Set(personnes)])
  const session = (numero: string) => lu.actions.get(numero)
  return manques.map(({ quoi, ou }): ManqueDit => {
    const commun = { quoi, phrase: phrasesDeManque[quoi], produit: null }
    if (quoi === 'origine' || quoi === 'heures-action') {
      const p = lu.produits.get(ou)
      return {
        ...commun,
        ...(p?.sansDossier ? { phrase: 'Une facture enregistrée, dont le dossier reste à dire' } : {}),
        ou: p?.libelle ?? ou,
        href: p ? lienDuProduit(p) : null,
        produit: quoi === 'origine' && p?.source === 'reprise' ? ou : null,
      }
    }
    if (quoi === 'statut-intervenant') {
      const [personne, jour] = couper(ou, ', ')
      const le = dateCivile(jour)
      return {
        ...commun,
        ou: `${noms.get(personne) ?? personne}${le ? `, le ${formaterDate(le)}` : ''}`,
        href: personneUrl({ personne }),
      }
    }
    const [numero, suite] = couper(ou, '/')
    const s = session(numero)
    const intitule = s ? `${s.intitule} (${numero})` : numero
    return {
      ...commun,
      ou: quoi === 'statut-stagiaire' ? `${noms.get(suite) ?? suite}, ${intitule}` : intitule,
      href: s
        ? quoi === 'intervenant'
          ? affecterUrl({ session: s.session, seance: suite })
          : sessionUrl({ session: s.session })
        : null,
    }
  })
}
