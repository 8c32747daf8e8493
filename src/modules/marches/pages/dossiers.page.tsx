import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { refuser } from '#kernel/refus.ts'
import { type Envoi, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import { Button, Empty, Etat, Form, Page, Section, Table } from '#web/components.tsx'
import { identifiant } from '#web/fields.ts'
import { emptyForm, type Refus } from '#web/form.ts'
import { type DossierEnListe, mesDossiers } from '../db/groupements.ts'
import type { GroupementId } from '../domain/groupement.ts'
import { entrer } from '../gestes/groupements.ts'
import { dossiersUrl, dossierUrl, marchesUrl } from '../liens.ts'
import { direTerme } from './commun.tsx'

const champs = z.object({ groupement: identifiant((t) => asId<'Groupement'>(t)) })
const mots = {
  'tour-de-table': ['partiel', 'tour de table'],
  constitue: ['prouve', 'constitué'],
  abandonne: ['sans-objet', 'abandonné'],
} as const

const Vue = ({ dossiers, alert }: { dossiers: readonly DossierEnListe[]; alert?: Refus | undefined }) => {
  const siens = dossiers.filter((d) => d.entree)
  const attendus = dossiers.filter((d) => !d.entree)
  return (
    <Page
      title="Dossiers à plusieurs"
      lede="Ceux où vous êtes entré·e, nommément. S’il en existe un autre sur le même lot, vous n’en saurez rien, et lui rien de vous."
      path={[{ libelle: 'Marchés', href: marchesUrl() }]}
      alert={alert}
    >
      {dossiers.length === 0 ? (
        <Empty titre="Aucun dossier">
          Un dossier s’ouvre d’un lot où vous et une autre coopérative avez accepté d’être nommées.
        </Empty>
      ) : null}
      {attendus.length > 0 ? (
        <Section
          titre="Où vous êtes attendu·e"
          id="attendus"
          sous="Entrer vous lie à ce dossier pour ce lot, une fois pour toutes."
        >
          {attendus.map((d) => (
            <Form form={emptyForm()} action={`${dossiersUrl()}/entrer`} classe="court">
              <input type="hidden" name="groupement" value={d.id} />
              <p>
                {d.objet}, {d.acheteur}, ferme le {direTerme(d.limite, d.zone)}. {d.mandataire} vous invite.
              </p>
              <p class="gestes-l">
                <Button genre="main">
                  Entrer dans le dossier<span class="unseen"> : {d.objet}</span>
                </Button>
              </p>
            </Form>
          ))}
        </Section>
      ) : null}
      {siens.length > 0 ? (
        <Section titre="Les vôtres" id="siens">
          <Table
            legende="Vos dossiers à plusieurs"
            lignes={siens}
            colonnes={[
              {
                titre: 'Lot',
                entete: true,
                cell: (d) => (
                  <>
                    <a href={dossierUrl({ groupement: d.id })}>{d.objet}</a> <small>{d.acheteur}</small>
                  </>
                ),
              },
              { titre: 'Mandataire', cell: (d) => d.mandataire },
              { titre: 'Ferme', cell: (d) => direTerme(d.limite, d.zone) },
              { titre: 'Où il en est', cell: (d) => <Etat etat={mots[d.etat][0]} mot={mots[d.etat][1]} /> },
            ]}
          />
        </Section>
      ) : null}
    </Page>
  )
}

type Lu = readonly DossierEnListe[]
export const dossiersPage = pageEtGestes({
  lien: dossiersUrl,
  droit: 'marches.repondre',
  lire: (tx): Promise<Lu> => mesDossiers(tx),
  vue: (_tx, dossiers, revenu) => <Vue dossiers={dossiers} alert={revenu?.form.alert} />,
  gestes: {
    entrer: petitGeste<typeof champs, Lu, GroupementId>({
      champs,
      droit: 'marches.repondre',
      faire: async (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champs>>) =>
        lu.some((d) => d.id === data.groupement && !d.entree)
          ? entrer(tx, data.groupement as GroupementId, le)
          : refuser('introuvable', 'Cette invitation n’existe plus.'),
      suite: (groupement) => ({
        vers: dossierUrl({ groupement }),
        dit: { genre: 'fait', fort: 'Vous êtes entré·e dans le dossier.' },
      }),
    }),
  },
})
