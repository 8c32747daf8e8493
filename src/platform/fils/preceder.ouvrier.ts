/** Le fil qui met un feuillet de Coforme devant un PDF venu du dehors. Le PDF garde ses pages et leur balisage ; le feuillet s’y ajoute. */
import { parentPort, workerData } from 'node:worker_threads'
import { bornerWasm } from './borner-wasm.ts'

// Avant que MuPDF ne se charge.
bornerWasm(400_000_000)
const mupdf = await import('mupdf')
mupdf.setLog(null)

const { feuillet, octets } = workerData as { readonly feuillet: Uint8Array; readonly octets: Uint8Array }
const ouvrir = (o: Uint8Array) => mupdf.Document.openDocument(o, 'application/pdf').asPDF()

const preceder = (): Uint8Array | undefined => {
  try {
    const [devant, pdf] = [ouvrir(feuillet), ouvrir(octets)]
    if (!devant || !pdf) return undefined
    for (let i = 0; i < devant.countPages(); i += 1) pdf.graftPage(i, devant, i)
    // Ce que le fichier disait de sa conformité (PDF/A, PDF/UA) n’est plus vrai de lui.
    pdf.getTrailer().get('Root').delete('Metadata')
    return pdf.saveToBuffer('garbage=1,compress').asUint8Array().slice()
  } catch {
    return undefined
  }
}
parentPort?.postMessage({ fin: preceder() })
