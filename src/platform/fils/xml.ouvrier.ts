/** Le fil qui lit un arbre : ses nœuds reviennent à plat, chacun avec le rang de son parent, pour voyager par lots. */
import { workerData } from 'node:worker_threads'
import type { Noeud } from '#kernel/xml.ts'
import { lireOctetsXml } from '#platform/xml/lire-xml.ts'
import type { NoeudAPlat } from './lire-fichiers.ts'
import { rendreParLots } from './rendre-par-lots.ts'

const aplatir = (racine: Noeud): NoeudAPlat[] => {
  const plats: NoeudAPlat[] = []
  const aVoir: [Noeud, number][] = [[racine, -1]]
  for (let n = aVoir.pop(); n; n = aVoir.pop()) {
    const [{ enfants, attributs, ...reste }, parent] = n
    const rang = plats.push({ ...reste, attributs: { ...attributs }, parent }) - 1
    for (const e of enfants.toReversed()) aVoir.push([e, rang])
  }
  return plats
}

const { octets } = workerData as { readonly octets: Uint8Array }
const lu = lireOctetsXml(octets)
if (lu.ok) rendreParLots({ ok: true }, aplatir(lu.value))
else rendreParLots(lu)
