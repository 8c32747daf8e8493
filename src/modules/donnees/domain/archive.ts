/** La page lisible d’une archive : ce que l’organisme sait de la personne, sans script ni réseau. Pur. */

import { categories, direRegle } from './conservation.ts'
import type { Sort } from './sort.ts'

const echapper = (t: string): string =>
  t.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Le nom d’une table, pour une personne ; à défaut celui de la base. */
export const nomsDesTables: Readonly<Record<string, string>> = {
  'tiers.personne': 'Votre fiche',
  'tiers.contact': 'Les entreprises dont vous êtes le contact',
  'tiers.intervenant': 'Vos titres et qualités',
  'tiers.statut': 'Vos statuts d’intervenant',
  'inscriptions.inscription': 'Vos inscriptions',
  'inscriptions.dossier': 'Vos contrats et devis',
  'inscriptions.financement': 'Qui paie votre formation',
  'inscriptions.remise': 'Ce qui vous a été remis',
  'inscriptions.avis': 'Les avis qui vous ont été envoyés',
  'inscriptions.echeance': 'Votre échéancier',
  'emargement.signature': 'Vos présences signées',
  'emargement.absence': 'Vos absences',
  'emargement.rectification': 'Les corrections de vos présences',
  'emargement.prive': 'Ce que le registre garde de chaque signature',
  'emargement.invitation': 'Les liens qui vous ont été envoyés pour signer',
  'emargement.certificat': 'Vos certificats',
  'emargement.element_probant': 'Vos activités à distance',
  'documents.piece': 'Les pièces qui vous concernent',
  'documents.demande': 'Ce qu’on vous a demandé de signer',
  'documents.signature': 'Vos signatures',
  'qualite.entree': 'Votre besoin et votre positionnement',
  'qualite.suivi': 'Le suivi de votre parcours',
  'qualite.registre': 'Les registres qui vous nomment',
  'questionnaires.demande': 'Ce qu’on vous a demandé',
  'questionnaires.valeur': 'Vos réponses aux questionnaires',
  'stagiaires.procedure': 'Les procédures disciplinaires vous concernant',
  'stagiaires.scrutin': 'Vos mandats de délégué',
  'etapes.envoi': 'Les courriels qui vous ont été envoyés',
  'etapes.message': 'Les messages qui vous ont été écrits',
  'etapes.arret': 'Les envois arrêtés pour vous',
  'etapes.ecrit_personne': 'Les messages à plusieurs dont vous étiez',
  'facturation.facture': 'Vos factures',
  'facturation.ligne': 'Les lignes de vos factures',
  'facturation.reglement': 'Vos règlements',
  'sessions.affectation': 'Vos séances',
  'donnees.demande': 'Vos demandes',
  'mutualisation.fiche': 'Votre fiche du vivier',
  'mutualisation.competence': 'Vos compétences au vivier',
  'mutualisation.consentement': 'Ce que vous avez accepté de partager au vivier',
  'mutualisation.prise_de_contact': 'Qui a demandé à vous joindre',
  'mutualisation.reponse': 'Vos réponses à des appels',
  'mutualisation.mission': 'Vos missions pour d’autres coopératives',
  'mutualisation.retour': 'Les retours écrits sur vos missions',
  'journal.geste': 'Le journal des gestes qui vous concernent',
}
const mots: Readonly<Record<string, string>> = {
  prenom: 'prénom',
  courriel: 'courriel',
  telephone: 'téléphone',
  cree_le: 'créée le',
  inscrite_le: 'inscrite le',
  arrivee_le: 'premier jour suivi',
  fait_le: 'fait le',
  intitule: 'intitulé',
  numero: 'numéro',
  libelle: 'libellé',
  signee_le: 'signée le',
  emise_le: 'émise le',
  etat: 'état',
  qualite: 'qualité',
}
const enTexte = (v: unknown): string =>
  v === null || v === undefined ? '' : typeof v === 'object' ? JSON.stringify(v) : String(v)

/** Un dossier que la personne a remis à une autre coopérative pour une mission, et ce que celle-ci en a fait. */
export type DossierRemisLu = {
  readonly pour: string
  readonly remisLe: string
  readonly jusquAu: string
  readonly suite: string
  readonly ouvertures: readonly string[]
  readonly pieces: readonly {
    readonly genre: string
    readonly titre: string
    readonly le: string
    readonly dit: readonly string[]
    /** Dans l’archive ; nul, elle n’a pas de fichier. */
    readonly fichier: string | null
  }[]
}
const pieceRemise = (p: DossierRemisLu['pieces'][number]): string =>
  `<li><b>${echapper(p.genre)}</b> ${p.fichier ? `<a href="${echapper(p.fichier)}">${echapper(p.titre)}</a>` : echapper(p.titre)}, ${echapper(p.le)}${p.dit.map((d) => `<br>${echapper(d)}`).join('')}</li>`
const dossierRemis = (d: DossierRemisLu): string =>
  `<li><b>${echapper(d.pour)}</b>, remis le ${echapper(d.remisLe)}, jusqu’au ${echapper(d.jusquAu)}${d.suite ? ` (${echapper(d.suite)})` : ''}. ${d.ouvertures.length === 0 ? 'Personne ne l’a ouvert.' : `Ouvert : ${echapper(d.ouvertures.join(' ; '))}.`}<ul>${d.pieces.map(pieceRemise).join('')}</ul></li>`

export type DonneesDArchive = {
  readonly organisme: string
  readonly nom: string
  readonly le: string
  readonly tables: readonly {
    readonly table: string
    readonly lignes: readonly Readonly<Record<string, unknown>>[]
  }[]
  readonly pieces: readonly { readonly fichier: string; readonly nom: string }[]
  readonly collectives: readonly string[]
  readonly recits: readonly { readonly objet: string; readonly recuLe: string; readonly texte: string }[]
  readonly dossiersRemis: readonly DossierRemisLu[]
  readonly tus: readonly string[]
  readonly sort: Sort
}

/** Ce que dit une ligne : « champ : valeur », sans identifiant technique ni vide. */
const ligneLisible = (l: Readonly<Record<string, unknown>>): string =>
  Object.entries(l)
    .filter(([k, v]) => v !== null && v !== '' && !/(^id$|_id$|^par$|_par$)/.test(k))
    .map(([k, v]) => `<b>${echapper((mots[k] ?? k).replaceAll('_', ' '))}</b> ${echapper(enTexte(v))}`)
    .join(' · ')

export const pageLisible = (d: DonneesDArchive): string => `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vos données chez ${echapper(d.organisme)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70ch;margin:2rem auto;padding:0 1rem;color:#1d2433;background:#fffdf8}h1,h2{line-height:1.2}h2{margin-top:2.5rem;border-top:1px solid #d8d2c4;padding-top:1rem}li{margin:.4rem 0;overflow-wrap:anywhere}b{font-weight:600}@media(prefers-color-scheme:dark){body{color:#ece7dc;background:#14171d}h2{border-color:#3a3f4a}}</style></head><body>
<h1>Vos données chez ${echapper(d.organisme)}</h1>
<p>${echapper(d.nom)}, le ${echapper(d.le)}. Cette archive contient ce que l’organisme garde de vous (règlement général sur la protection des données, articles 15 et 20) : cette page pour la lire, <code>donnees.json</code> pour la reprendre dans un autre outil, et vos pièces.</p>
<h2>Vos pièces</h2>
${d.pieces.length === 0 ? '<p>Aucune.</p>' : `<ul>${d.pieces.map((p) => `<li><a href="${echapper(p.fichier)}">${echapper(p.nom)}</a></li>`).join('')}</ul>`}
${d.collectives.length === 0 ? '' : `<p>Vous êtes aussi nommé·e, avec d’autres personnes, dans des pièces dont elles seules pourraient recevoir copie (article 15, 4) : ${echapper(d.collectives.join(', '))}.</p>`}
${d.recits.length === 0 ? '' : `<h2>Ce que vous nous avez confié</h2><ul>${d.recits.map((r) => `<li><b>${echapper(r.recuLe)}, ${echapper(r.objet)}</b><br>${echapper(r.texte).replaceAll('\n', '<br>')}</li>`).join('')}</ul>`}
${d.dossiersRemis.length === 0 ? '' : `<h2>Les dossiers que vous avez remis pour une mission</h2><ul>${d.dossiersRemis.map(dossierRemis).join('')}</ul>`}
${d.tables.map((t) => `<h2>${echapper(nomsDesTables[t.table] ?? t.table)}</h2><ul>${t.lignes.map((l) => `<li>${ligneLisible(l)}</li>`).join('')}</ul>`).join('\n')}
${d.tus.length === 0 ? '' : `<h2>Ce qui n’est pas ici</h2><ul>${d.tus.map((t) => `<li>${echapper(t)}</li>`).join('')}</ul>`}
<h2>Combien de temps</h2>
<ul>${[...d.sort.gardees, ...d.sort.effacables].map((c) => `<li>${echapper(c.nom)} : ${echapper(direRegle(c.regle))}, jusqu’au ${echapper(c.terme)}${categories[c.categorie].oppose ? `, parce que ${echapper(categories[c.categorie].raison)}` : ''}.</li>`).join('')}</ul>
<h2>Vos droits</h2>
<p>Vous pouvez faire corriger ou effacer ces données, vous opposer à un usage, et saisir la CNIL si la réponse ne vous convient pas.</p>
</body></html>
`
