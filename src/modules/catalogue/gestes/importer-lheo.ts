import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter, enumerer, plier, tronquer, typographier, uneLigne } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { enBrouillon } from '../domain/brouillon.ts'
import { poserIntitule } from '../domain/contenu.ts'
import { lireLheo, type OffreLue, type OptionsLecture, type RefusLheo } from '../domain/lheo.ts'
import type { Contenu, ImportId, OffreId, Origine } from '../domain/offre.ts'
import type { Lecteur, PortsCatalogue, RefusArbre, Source } from '../domain/ports.ts'
import {
  borner,
  type Comptes,
  type FormationRapportee,
  type LigneRapport,
  type Rapport,
  type Sort,
} from '../domain/rapport.ts'
import { manques } from '../domain/rubriques.ts'

/** Aucun organisme n’a cinq mille formations ; un fichier hostile, si. */
export const FORMATIONS_AU_PLUS = 5_000

export type ImportVoulu = {
  /** Le jeton du formulaire : le même envoi, reçu deux fois, rend le même import. */
  readonly id: ImportId
  readonly activite: ActiviteId
  readonly octets: Uint8Array
  readonly nomFichier: string
  readonly attendu: NonNullable<OptionsLecture['attendu']>
}
export type ImportFait = { readonly id: ImportId; readonly version: string; readonly rapport: Rapport }
export type RefusImport = RefusArbre | RefusLheo | Refus<'trop-de-formations'>

/**
 * Ce qui fait qu’une formation relue est la même : son `numero`, ou, s’il manque, une empreinte de son intitulé,
 * avec son rang quand plusieurs le portent. Le SIRET de son organisme s’y ajoute : deux organismes numérotent pareil.
 */
const numeroter = (offres: readonly OffreLue[], empreinte: Lecteur['empreinte']): string[] => {
  const rangs = new Map<string, number>()
  return offres.map((f) => {
    if (f.numero !== null && uneLigne(f.numero) !== '') return tronquer(uneLigne(f.numero), 100)
    const base = `intitule:${empreinte(plier(f.intitule)).toString('hex').slice(0, 24)}`
    const rang = (rangs.get(`${f.organisme.siret} ${base}`) ?? 0) + 1
    rangs.set(`${f.organisme.siret} ${base}`, rang)
    return rang === 1 ? base : `${base}-${rang}`
  })
}
const cleDe = (siret: string | null, numero: string): string => `${siret ?? ''} ${numero}`

/**
 * Les rubriques d’avant les versions, dans leur ordre : un fichier lu alors et relu inchangé aujourd’hui ne défait pas
 * ce qu’une personne a corrigé entre-temps.
 */
const enPremierContenu = (c: Contenu) => ({
  intitule: c.intitule,
  objectif: c.objectif,
  resultats: c.resultats,
  contenu: c.contenu,
  publicVise: c.publicVise,
  prerequis: c.prerequis,
  methodes: c.methodes,
  evaluation: c.evaluation,
  acces: c.acces,
  accessibilite: c.accessibilite,
  certifiante: c.certifiante,
  certification: c.certification,
  nsf: c.nsf,
  formacodes: c.formacodes,
  rome: c.rome,
  modalite: c.modalite,
  duree: c.duree,
  dureeTexte: c.dureeTexte,
  prix: c.prix,
})

type Ecriture = { readonly offre: OffreId; readonly contenu: Contenu; readonly source: Source }

/**
 * Lit un catalogue LHEO et en fait des brouillons. Relire le même fichier ne change rien ; une formation changée
 * met à jour son brouillon, et lui seul : une offre adoptée engage, un fichier n’y touche pas. Tout ce qui est à
 * revoir est une ligne du rapport ; seul un fichier qui n’est pas un catalogue est refusé entier.
 */
export const importerLheo =
  (r: Lecteur & Pick<PortsCatalogue, 'le' | 'creer' | 'modifier' | 'consigner'>) =>
  async ({
    id,
    activite,
    octets,
    nomFichier,
    attendu,
  }: ImportVoulu): Promise<Result<ImportFait, RefusImport>> => {
    const deja = await r.lireImport(id)
    if (deja) return ok({ id, version: deja.version, rapport: deja.rapport })
    const arbre = await r.lireArbre(octets)
    if (!arbre.ok) return arbre
    const lu = lireLheo(arbre.value, { texteBrut: r.texteBrut, attendu })
    if (!lu.ok) return lu
    const { offres, constats, version } = lu.value
    if (offres.length > FORMATIONS_AU_PLUS)
      return refuser(
        'trop-de-formations',
        `Ce catalogue compte ${offres.length} formations : ${FORMATIONS_AU_PLUS} au plus se lisent en une fois.`,
      )

    const jour = jourLocal(r.le, ZONE_PAR_DEFAUT)
    const connues = await r.connues(activite, cleDe)
    const lignes: LigneRapport[] = [...constats]
    const formations: FormationRapportee[] = []
    const [creations, corrections]: [Ecriture[], Ecriture[]] = [[], []]
    const vues = new Map<string, number>()
    const numeros = numeroter(offres, r.empreinte)
    let nonLues = constats.filter((c) => c.code === 'intitule-absent').length

    for (const [i, f] of offres.entries()) {
      const numero = numeros[i] ?? ''
      const cle = cleDe(f.organisme.siret, numero)
      const dire = (niveau: LigneRapport['niveau'], code: string, phrase: string, offre?: OffreId): void => {
        const phraseDite = typographier(phrase)
        lignes.push({
          niveau,
          code,
          ligne: f.ligne,
          chemin: 'formation',
          phrase: phraseDite,
          ...(offre ? { offre } : {}),
        })
      }
      const vue = vues.get(cle)
      if (vue !== undefined) {
        nonLues += 1
        dire(
          'erreur',
          'numero-en-double',
          `Le numéro « ${numero} » est déjà celui de la formation de la ligne ${vue} : celle-ci n’est pas lue.`,
        )
        continue
      }
      vues.set(cle, f.ligne)
      const { contenu, constats: doutes } = enBrouillon(f)
      const origine: Origine = f.organisme
      const identite = [origine.siret, origine.nda, origine.nom]
      const empreinte = r.empreinte(JSON.stringify([contenu, ...identite]))
      const ancienne = r.empreinte(JSON.stringify([enPremierContenu(contenu), ...identite]))
      const connue = connues.get(cle)
      const offre = connue?.id ?? r.nouvelleOffre()
      const source: Source = { importId: id, numero, empreinte, origine }
      const pareille = (connue?.empreinte?.equals(empreinte) || connue?.empreinte?.equals(ancienne)) ?? false
      // Après l’empreinte : un fichier déjà lu, relu inchangé, reste le même.
      const ecrit = { ...contenu, intitule: tronquer(poserIntitule(contenu.intitule), 255) }
      let sort: Sort
      if (!connue) {
        sort = 'creee'
        creations.push({ offre, contenu: ecrit, source })
      } else if (connue.etat === 'adoptee') {
        sort = 'adoptee'
        if (!pareille)
          dire(
            'avertissement',
            'offre-adoptee',
            `« ${f.intitule} » est validée : ce que le fichier en dit a changé, et n’y est pas reporté.`,
            offre,
          )
      } else if (pareille) {
        sort = 'inchangee'
      } else {
        sort = 'mise-a-jour'
        corrections.push({ offre, contenu: ecrit, source })
        dire(
          'information',
          'brouillon-mis-a-jour',
          `Le brouillon « ${f.intitule} » est mis à jour d’après le fichier.`,
          offre,
        )
      }
      lignes.push(...doutes.map((c) => ({ ...c, offre })))
      // Ce que le fichier n’a pas su dire ; une offre déjà là porte ses manques sur sa fiche.
      if (sort === 'creee' || sort === 'mise-a-jour') {
        const reste = manques({ ...contenu, nature: null }, jour)
        const bloquants = reste.filter((m) => m.bloque).map((m) => m.nom)
        const dont = bloquants.length > 0 ? `, dont ${enumerer(bloquants)} pour la valider` : ''
        if (reste.length > 0)
          dire(
            'information',
            'rubriques-a-ecrire',
            `« ${f.intitule} » est en brouillon ; ${compter(reste.length, 'rubrique')} à écrire pour le publier${dont} : sa fiche les nomme.`,
            offre,
          )
      }
      formations.push({ offre, intitule: f.intitule, ligne: f.ligne, sort, etrangere: f.organisme.etrangere })
    }

    const nombre = (sort: Sort) => formations.filter((f) => f.sort === sort).length
    const comptes: Comptes = {
      creees: nombre('creee'),
      misesAJour: nombre('mise-a-jour'),
      inchangees: nombre('inchangee'),
      adoptees: nombre('adoptee'),
      nonLues,
    }
    const rapport: Rapport = { comptes, formations, ...borner(lignes) }
    const nom = uneLigne(nomFichier).slice(-200) || 'catalogue.xml'
    const empreinte = r.empreinte(octets)
    await r.poserImport({ id, activite, nomFichier: nom, empreinte, version, rapport })
    for (const { offre, contenu, source } of creations)
      await r.creer({ id: offre, activite }, contenu, source)
    for (const { offre, contenu, source } of corrections) await r.modifier(offre, contenu, source)
    await r.consigner({
      activite,
      geste: 'importer-lheo',
      objet: { genre: 'import', id },
      phrase: `Un catalogue LHEO ${version} est lu : ${compter(comptes.creees, 'brouillon créé', { pluriel: 'brouillons créés' })}, ${comptes.misesAJour} mis à jour.`,
      details: { ...comptes },
    })
    return ok({ id, version, rapport })
  }
