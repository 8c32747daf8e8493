import { z } from 'zod'
import { compter } from '#kernel/texte.ts'
import { geste } from '#modules/organisme/index.ts'
import { Actions, FieldSection, FileField, Form, Page, TextArea } from '#web/components.tsx'
import { fichierSansGenreFacultatif, texte } from '#web/fields.ts'
import { type Apport, apporter, lireOuDire } from '../gestes/veille.ts'
import { apporterUrl, ecrireAvisUrl, marchesUrl } from '../liens.ts'

export const champsDAvis = z.object({
  fichier: fichierSansGenreFacultatif(),
  colle: texte({ max: 190_000, long: 'Ce texte est trop long pour être collé : joignez-le en fichier.' }),
})
/** Les octets donnés, d’un fichier ou d’un texte collé ; rien si aucun. */
export const octetsDonnes = (d: z.output<typeof champsDAvis>): Uint8Array | undefined =>
  d.fichier?.octets ?? (d.colle === '' ? undefined : new TextEncoder().encode(d.colle))

export const direApport = ({ lus, neufs, rejets }: Apport): string =>
  `${compter(lus, 'avis lu', { pluriel: 'avis lus' })}, ${compter(neufs, 'neuf ou changé', { pluriel: 'neufs ou changés', zero: 'aucun de neuf' })}${rejets === 0 ? '' : `, ${compter(rejets, 'laissé', { pluriel: 'laissés' })}, doublon ou illisible`}.`

export const ChampsDAvis = ({ form }: { form: Parameters<typeof FileField>[0]['form'] }) => (
  <FieldSection titre="Les avis">
    <FileField
      form={form}
      name="fichier"
      label="Un fichier"
      accept=".json,.xml,application/json,text/xml"
      optional
      hint="une réponse du BOAMP ou du TED, un avis seul, en JSON ou en XML"
    />
    <TextArea
      form={form}
      name="colle"
      label="Ou un texte collé"
      rows={6}
      optional
      hint="le même contenu, copié d’une page"
    />
  </FieldSection>
)

export const apporterPage = geste({
  lien: apporterUrl,
  droit: 'marches.suivre',
  champs: champsDAvis,
  lire: async () => ({}),
  vue: (_lu, form) => (
    <Page
      title="Apporter des avis"
      lede="Ils ne se lisent que chez vous. Le même numéro, apporté de nouveau, remplace le premier."
      path={[{ libelle: 'Marchés', href: marchesUrl() }]}
      alert={form.alert}
    >
      <Form form={form} fichiers noms={{ fichier: 'Un fichier', colle: 'Un texte collé' }}>
        <ChampsDAvis form={form} />
        <Actions libelle="Lire les avis">
          <a href={ecrireAvisUrl()}>Écrire un avis à la main</a>
        </Actions>
      </Form>
    </Page>
  ),
  avant: (data) => lireOuDire(octetsDonnes(data)),
  faire: async (tx, { visiteur, avant, le }) => apporter(tx, visiteur, avant, le),
  suite: (fait: Apport) => ({
    vers: marchesUrl(),
    dit: { genre: 'fait', fort: 'Les avis sont lus.', suite: direApport(fait) },
  }),
})
