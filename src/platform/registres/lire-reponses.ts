/** Les réponses des registres, telles qu'elles arrivent : on n'y croit que ce qui a la forme attendue. */
import type { EntrepriseLue, PorteeQualiopi } from '#platform/registres/registres.ts'

type Objet = Readonly<Record<string, unknown>>
const objet = (v: unknown): Objet => (typeof v === 'object' && v !== null ? (v as Objet) : {})
const liste = (v: unknown): readonly unknown[] => (Array.isArray(v) ? v : [])
const texte = (v: unknown, max = 300): string =>
  typeof v === 'string' || typeof v === 'number'
    ? String(v).toWellFormed().replaceAll('\0', '').slice(0, max).trim()
    : ''
/** Les booléens arrivent parfois en texte. */
const vrai = (v: unknown): boolean => v === true || texte(v).toLowerCase() === 'true'

/** Tranches d'effectif de l'Insee. */
const tranches: Readonly<Record<string, string>> = {
  '00': '0',
  '01': '1-5',
  '02': '1-5',
  '03': '6-9',
  '11': '10-19',
  '12': '20-49',
  '21': '50-99',
  '22': '100+',
  '31': '100+',
  '32': '100+',
  '41': '100+',
  '42': '100+',
  '51': '100+',
  '52': '100+',
  '53': '100+',
}

const ndaDe = (v: unknown): string | null => {
  const n = texte(v).replace(/\s/g, '').toUpperCase()
  return /^[0-9A-Z]{11}$/.test(n) ? n : null
}

/** `GET /search?q=SIREN` de l'Annuaire des entreprises : la première entreprise de ce SIREN, ou rien. */
export const lireAnnuaire = (brut: unknown, siren: string): EntrepriseLue | undefined => {
  const trouvee = liste(objet(brut).results)
    .map(objet)
    .find((r) => texte(r.siren) === siren)
  if (!trouvee) return undefined
  const siege = objet(trouvee.siege)
  const complements = objet(trouvee.complements)
  const annee = Number(texte(trouvee.date_creation).slice(0, 4))
  const codePostal = texte(siege.code_postal, 5)
  const siret = texte(siege.siret, 14)
  return {
    siren,
    nom: texte(trouvee.nom_raison_sociale, 250) || texte(trouvee.nom_complet, 250),
    siret: /^\d{14}$/.test(siret) ? siret : '',
    adresse: [siege.numero_voie, siege.type_voie, siege.libelle_voie]
      .map((v) => texte(v))
      .filter(Boolean)
      .join(' '),
    codePostal: /^\d{5}$/.test(codePostal) ? codePostal : '',
    ville: texte(siege.libelle_commune, 120),
    departement: texte(siege.departement, 3),
    creeeEn: annee >= 1800 && annee <= 2200 ? annee : null,
    effectif: tranches[texte(trouvee.tranche_effectif_salarie, 2)] ?? '',
    nda: ndaDe(liste(complements.liste_id_organisme_formation)[0]),
    // L'annuaire dit « certifié », jamais pour quoi : les actions de formation sont le cas de tous ou presque, le formulaire le fait relire.
    qualiopi: vrai(complements.est_qualiopi) ? ['AF'] : [],
    qualiopiSource: vrai(complements.est_qualiopi) ? 'annuaire-entreprises' : null,
    nsf: [],
  }
}

const certifications: readonly (readonly [champ: string, portee: PorteeQualiopi])[] = [
  ['certifications_actionsdeformation', 'AF'],
  ['certifications_bilansdecompetences', 'BC'],
  ['certifications_vae', 'VAE'],
  ['certifications_actionsdeformationparapprentissage', 'CFA'],
]

/** La liste publique des organismes de formation : elle dit la portée, et corrige ce que l'annuaire a de vague. */
export const completerParLaListe = (e: EntrepriseLue, brut: unknown): EntrepriseLue => {
  const of = liste(objet(brut).results)
    .map(objet)
    .find((r) => texte(r.siren) === e.siren)
  if (!of) return e
  const portees = certifications.filter(([champ]) => vrai(of[champ])).map(([, p]) => p)
  return {
    ...e,
    nda: ndaDe(of.numerodeclarationactivite) ?? e.nda,
    qualiopi: portees,
    qualiopiSource: portees.length > 0 ? 'liste-of' : null,
    nsf: [1, 2, 3]
      .map((i) => texte(of[`informationsdeclarees_specialitesdeformation_codespecialite${i}`], 3))
      .filter((c) => /^\d{3}$/.test(c)),
  }
}
