import type { AvisLu } from '../domain/avis.ts'
import { estAncien, lireAncien, natureDesMots } from './ancien.ts'
import { composerAvis } from './composer.ts'
import { type Corps, corpsVide } from './corps.ts'
import { lireEforms, racinesEforms } from './eforms.ts'
import { lireNational, racinesNationales } from './national.ts'
import {
  departementDe,
  deplier,
  identifiantDe,
  jourDe,
  listeDe,
  porte,
  texteDe,
  tous,
  type Valeur,
} from './noeud.ts'

/** Le corps d’un avis, à sa clé racine ; rien si aucune n’est connue. La famille, elle, ne suffit pas. */
export const lireCorps = (donnees: Valeur, gestion: Valeur): Corps | undefined => {
  for (const eforms of [...tous(donnees, 'EFORMS'), donnees])
    for (const racine of racinesEforms) {
      const [avis] = tous(eforms, racine)
      if (avis !== undefined) return lireEforms(racine, avis)
    }
  for (const racine of racinesNationales) {
    const [avis] = tous(donnees, racine)
    if (avis !== undefined) return lireNational(avis)
  }
  return estAncien(donnees) || porte(gestion, 'REFERENCE') || porte(gestion, 'INDEXATION')
    ? lireAncien(gestion, donnees)
    : undefined
}

/** `26_91551` est `26-91551`. */
const idwebDe = (r: Readonly<Record<string, unknown>>, corps: Corps): string | null => {
  const id = identifiantDe(texteDe(r.id))
  return (
    identifiantDe(texteDe(r.idweb)) ??
    (id !== null && /^\d{2}_\d+$/.test(id) ? id.replace('_', '-') : null) ??
    identifiantDe(corps.publication) ??
    id
  )
}

/** Un enregistrement du BOAMP (explore v2.1) ; une phrase si rien n’y nomme un avis. */
export const lireBoamp = (r: Readonly<Record<string, unknown>>): AvisLu | string => {
  const donnees = deplier(r.donnees)
  const gestion = deplier(r.gestion)
  const corps = lireCorps(donnees.valeur, gestion.valeur) ?? corpsVide
  const idweb = idwebDe(r, corps)
  if (idweb === null) return 'aucun identifiant'
  return composerAvis(
    {
      idweb,
      source: 'boamp',
      procedure: texteDe(r.contractfolderid),
      objet: texteDe(r.objet),
      acheteur: texteDe(r.nomacheteur),
      departements: [...listeDe(r.code_departement), ...listeDe(r.code_departement_prestation)].flatMap(
        (d) => departementDe(d) ?? [],
      ),
      parution: jourDe(texteDe(r.dateparution)),
      terme: texteDe(r.datelimitereponse),
      nature: natureDesMots(
        [r.etat, r.nature, r.nature_categorise, r.sousnature].flatMap((v) => texteDe(v) ?? []),
      ),
      lies: [...listeDe(r.annonce_lie), ...listeDe(r.annonces_anterieures)],
      titulaires: listeDe(r.titulaire),
      descripteurs: listeDe(r.descripteur_libelle),
      illisible: donnees.illisible || gestion.illisible,
    },
    corps,
  )
}
