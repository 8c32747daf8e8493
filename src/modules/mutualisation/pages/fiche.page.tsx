import { z } from 'zod'
import { ajouterJours, type DateCivile, formaterDate, jourSemaine } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { pageEtGestes, petitGeste, peutVisiteur } from '#modules/organisme/index.ts'
import { Button, Form, Page, Section, TextArea } from '#web/components.tsx'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { retoursPartages } from '../db/retours.ts'
import { type DemiJournee, demiJourneesDe, fichesDuVivier } from '../db/vivier.ts'
import type { RetourPartage } from '../domain/retours.ts'
import { type FicheId, type FicheVue, JOURS_AVANT_DE_REDEMANDER } from '../domain/vivier.ts'
import { demanderAJoindre } from '../gestes/vivier.ts'
import { ficheUrl, vivierUrl } from '../liens.ts'
import type { Revenu } from './compte-courant-vue.tsx'
import { CommentOu, FaitsDeLaFiche, SaitFaire, Semaines } from './fiche-vue.tsx'
import { phraseVivier } from './vivier.page.tsx'

const SEMAINES = 9
const demande = z.object({
  message: texte({ min: 3, max: 500, vide: 'Dites pour quoi : la personne lira votre phrase.' }),
})
type FicheLue = {
  readonly f: FicheVue
  readonly dites: readonly DemiJournee[]
  readonly retours: readonly RetourPartage[]
}

const Joindre = ({ f, revenu }: { f: FicheVue; revenu: Revenu }) => {
  const form = (revenu?.geste === 'joindre' ? revenu.form : emptyForm()) as FormOf<typeof demande>
  if (f.demande === 'acceptee')
    return (
      <>
        <p>
          Votre demande est acceptée : écrivez à <a href={`mailto:${f.contact}`}>{f.contact}</a>. Ce qui se
          convient passe aussi par {f.cooperative}.
        </p>
        <p>
          {f.plancher === null
            ? 'Son plancher n’est pas dit.'
            : `Son plancher : ${formaterMontant(f.plancher)} la journée, hors taxes.`}
        </p>
      </>
    )
  if (f.demande === 'posee') return <p>Votre demande est posée : la personne répond, ou non.</p>
  return (
    <Form form={form} action={`${ficheUrl({ fiche: f.fiche })}/joindre`} classe="court">
      {f.demande === 'refusee' ? (
        <p>
          La personne a répondu non : votre coopérative peut redemander {JOURS_AVANT_DE_REDEMANDER} jours
          après.
        </p>
      ) : null}
      <p>
        Votre demande va à la personne seule. Si elle accepte, vous lisez son adresse et, si elle le veut, son
        plancher. Elle n’est jamais réservée par-dessus {f.cooperative}.
      </p>
      <TextArea form={form} name="message" label="Pour quoi" rows={2} />
      <p class="gestes-l">
        <Button genre="main">Demander à la joindre</Button>
      </p>
    </Form>
  )
}

const Vue = ({ lu: { f, dites, retours }, revenu }: { lu: FicheLue; revenu: Revenu }) => (
  <Page
    title={f.nom}
    lede={f.accroche}
    path={[{ libelle: 'Vivier', href: vivierUrl() }]}
    alert={revenu?.form.alert}
    facts={<FaitsDeLaFiche f={f} />}
  >
    <SaitFaire f={f} sous="Et ce qui le montre. Le pôle n’a rien vérifié : habiliter reste à vous." />
    <Section titre="Comment, où" id="comment">
      <CommentOu f={f} />
    </Section>
    <Section titre="Disponible" id="libre" sous="Jamais où, ni pour qui : ces mots n’entrent pas ici.">
      {dites.length > 0 ? (
        <Semaines nom={f.nom} dites={dites} />
      ) : (
        <p>La personne ne montre pas ses demi-journées : demandez-lui.</p>
      )}
    </Section>
    {retours.length > 0 ? (
      <Section
        titre="Retours de mission"
        id="retours"
        sous="La personne choisit de les montrer, sa réponse avec."
      >
        <ul class="puces">
          {retours.map((r) => (
            <li>
              {r.receveur}, le {formaterDate(jourLocal(r.ecritLe, ZONE_PAR_DEFAUT))} : « {r.texte} »
              {r.reponse ? ` Sa réponse : « ${r.reponse} »` : ''}
            </li>
          ))}
        </ul>
      </Section>
    ) : null}
    <Section titre="Joindre" id="joindre">
      <Joindre f={f} revenu={revenu} />
    </Section>
  </Page>
)

const lundiDe = (jour: DateCivile): DateCivile => ajouterJours(jour, 1 - jourSemaine(jour))

export const fichePage = pageEtGestes({
  lien: ficheUrl,
  droit: 'vivier.lire',
  async lire(tx, { fiche }, { le }): Promise<FicheLue | undefined> {
    const id = asId<'FicheDuVivier'>(fiche) as FicheId | undefined
    const [f] = id ? await fichesDuVivier(tx, id) : []
    if (!f) return undefined
    const lundi = lundiDe(jourLocal(le, ZONE_PAR_DEFAUT))
    return {
      f,
      retours: await retoursPartages(tx, f.fiche),
      dites: f.montreLibre
        ? await demiJourneesDe(tx, f.fiche, lundi, ajouterJours(lundi, SEMAINES * 7 - 1))
        : [],
    }
  },
  peut: (_lu, { visiteur }) => peutVisiteur(visiteur, 'vivier.lire') || phraseVivier,
  vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
  gestes: {
    joindre: petitGeste<typeof demande, FicheLue, string>({
      droit: 'vivier.demander',
      champs: demande,
      faire: (tx, envoi) => demanderAJoindre({ ...envoi, tx }, envoi.lu.f.fiche, envoi.data.message),
      suite: (_fait, { f }) => ({
        vers: ficheUrl({ fiche: f.fiche }),
        dit: {
          genre: 'fait',
          fort: 'La demande est posée.',
          suite: 'La personne seule la lit, et répond ou non.',
        },
      }),
    }),
  },
})
