import { createHash } from 'node:crypto'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { lireXmlAPart } from '#platform/fils/lire-fichiers.ts'
import { poserFiche, retirerFiche } from '../db/fiches.ecritures.ts'
import { poserImport } from '../db/imports.ecritures.ts'
import { lireImport, offresDeSource } from '../db/imports.ts'
import {
  creerOffre,
  modifierBrouillon,
  poserAdoption,
  poserReprise,
  poserRetrait,
  supprimerBrouillon,
} from '../db/offres.ecritures.ts'
import { retenirOffre } from '../db/offres.queries.ts'
import { figerVersion } from '../db/versions.ecritures.ts'
import { lireVersion, listerVersions } from '../db/versions.ts'
import type { Lecteur, PortsCatalogue } from '../domain/ports.ts'
import { texteBrut } from '../lecture/texte-brut.ts'
import { adopterOffre } from './adopter-offre.ts'
import { importerLheo } from './importer-lheo.ts'
import { depublierOffre, publierOffre } from './publier-offre.ts'
import { corrigerOffre, ecrireOffre, reprendreOffre, retirerOffre, supprimerOffre } from './tenir-offre.ts'

const portsDe = (tx: TenantTx, le: Date): PortsCatalogue & Lecteur => ({
  le,
  retenir: (id) => retenirOffre(tx, id),
  creer: (o, contenu, source) => creerOffre(tx, { ...o, le, ...(source ? { source } : {}) }, contenu),
  modifier: (id, contenu, source) => modifierBrouillon(tx, id, contenu, le, source),
  adopter: (id, a) => poserAdoption(tx, id, a, le),
  figer: (o) => figerVersion(tx, o, le),
  derniereVersion: async (id) => (await listerVersions(tx, id))[0],
  async publier(v) {
    const version = await lireVersion(tx, v.id)
    if (version) await poserFiche(tx, version, (await lireOrganisme(tx)).nom, le)
  },
  depublier: (id) => retirerFiche(tx, id, le),
  retirer: (id) => poserRetrait(tx, id, le),
  supprimer: (id) => supprimerBrouillon(tx, id),
  reprendre: (id) => poserReprise(tx, id, le),
  consigner: (g) => consigner(tx, { ...g, faitLe: le, module: 'catalogue' }),
  nouvelleOffre: () => newId<'Offre'>(le),
  empreinte: (octets) => createHash('sha256').update(octets).digest(),
  lireArbre: lireXmlAPart,
  texteBrut,
  lireImport: (id) => lireImport(tx, id),
  poserImport: (i) => poserImport(tx, { ...i, le }),
  connues: (activite, cleDe) => offresDeSource(tx, activite, cleDe),
})

/** Les gestes du catalogue, dans cette transaction et à cet instant. */
export const gestesDuCatalogue = (tx: TenantTx, le: Date) => {
  const ports = portsDe(tx, le)
  return {
    importerLheo: importerLheo(ports),
    adopterOffre: adopterOffre(ports),
    ecrireOffre: ecrireOffre(ports),
    corrigerOffre: corrigerOffre(ports),
    retirerOffre: retirerOffre(ports),
    supprimerOffre: supprimerOffre(ports),
    reprendreOffre: reprendreOffre(ports),
    publierOffre: publierOffre(ports),
    depublierOffre: depublierOffre(ports),
  }
}
export type GestesDuCatalogue = ReturnType<typeof gestesDuCatalogue>
