/** Un courriel vous est revenu : donner l’avis de non-remise, pour que plus rien ne parte à une adresse morte. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { Actions, FieldSection, FileField, Form, Page } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { fichierSansGenre } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireRebond, TAILLE_MAX } from '../domain/rebond.ts'
import { noterRebond, type SortDuRebond } from '../gestes/noter-rebond.ts'
import { rebondUrl, reglagesUrl } from '../liens.ts'

/** Un .eml est du texte sans signature (`sniff`) : la lecture, bornée, dit ce qu’il vaut. */
const fields = z.object({
  fichier: fichierSansGenre({
    manque: 'Choisissez le message que vous avez enregistré.',
    max: TAILLE_MAX,
    vide: 'Ce fichier est vide, ou dépasse 1 Mo.',
  }),
})
type Formulaire = FormOf<typeof fields>

const dits: Readonly<Record<SortDuRebond, readonly ['fait' | 'passe', string, string]>> = {
  adresse: [
    'fait',
    'L’adresse ne répond plus : c’est noté.',
    'Plus rien n’y part ; « Aujourd’hui » dit à qui en demander une autre.',
  ],
  refus: [
    'fait',
    'Ce courriel n’est pas arrivé : c’est noté.',
    'L’adresse reste bonne (boîte pleine, filtre) : renvoyez-le d’un geste.',
  ],
  deja: ['passe', 'C’était déjà noté.', ''],
  retenu: [
    'passe',
    'Ce courriel n’est pas encore parti d’ici.',
    'Retenu ou en attente, il n’a pas pu revenir : rien n’est changé.',
  ],
  inconnu: [
    'passe',
    'Ce message n’est pas parti d’ici, ou pas à cette adresse.',
    'Rien n’est changé : signalez plutôt l’adresse depuis la fiche de la personne.',
  ],
}

const Vue = ({ form }: { form: Formulaire }) => (
  <Page
    title="Un courriel revenu"
    lede="Certaines boîtes acceptent un message, puis le renvoient des minutes plus tard. L’avis arrive à l’adresse qui envoie : donnez-le ici."
    path={[{ libelle: 'Envois', href: reglagesUrl() }]}
    alert={form.alert}
  >
    <Form form={form} noms={{ fichier: 'Message' }} fichiers>
      <FieldSection titre="L’avis de non-remise">
        <FileField
          form={form}
          name="fichier"
          label="Le message, enregistré de votre messagerie"
          accept=".eml,message/rfc822"
          hint="« Enregistrer sous » ou « Télécharger le message », au format .eml ; 1 Mo au plus"
        />
        <p class="sub">
          On n’en garde que l’état de l’envoi. Il n’est cru que s’il nomme un message parti d’ici et l’adresse
          à qui il est parti. Qui héberge peut le faire lire de lui-même : <code>coforme rebond</code>.
        </p>
      </FieldSection>
      <Actions libelle="Noter ce retour">
        <a href={reglagesUrl()}>Revenir aux envois</a>
      </Actions>
    </Form>
  </Page>
)

const pour = (c: Context<Env>, work: Parameters<typeof pourVisiteur>[2]): Promise<Response> =>
  pourVisiteur(c, c.get('services').db, async (tx, visiteur) =>
    visiteur.assistance || visiteur.lectureSeule || !peutVisiteur(visiteur, 'inscriptions.convoquer')
      ? forbidden(c, droits['inscriptions.convoquer'].phrase)
      : work(tx, visiteur),
  )

export const rebondPage = new Hono<Env>()
  .get(rebondUrl(), exigerDroit('inscriptions.convoquer'), (c) =>
    pour(c, async () => c.html(<Vue form={emptyForm()} />)),
  )
  .post(rebondUrl(), exigerDroit('inscriptions.convoquer'), async (c) => {
    const read = await readForm(fields, c)
    return pour(c, async (tx, visiteur) => {
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      const lu = lireRebond(Buffer.from(read.data.fichier.octets).toString('latin1'))
      if (!lu.ok) return c.html(<Vue form={withAlert(read.form, lu.error.phrase)} />, 422)
      const { keys, clock } = c.get('services')
      const organisme = visiteur.organisme?.id
      const sort = organisme
        ? await noterRebond(tx, { keys, organisme, le: clock.now() }, lu.value)
        : 'inconnu'
      const [genre, fort, suite] = dits[sort]
      return redirectWith(c, rebondUrl(), { genre, fort, suite })
    })
  })
