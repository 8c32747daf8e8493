/** Le mémoire technique d’un dossier, tel qu’il se montre : ses blocs, ce qu’en disent les autres membres, le papier. */
import { formaterInstant } from '#kernel/zones.ts'
import { licences } from '#modules/pole/index.ts'
import {
  Actions,
  Alert,
  Button,
  ButtonLink,
  Definitions,
  Empty,
  Etat,
  Facts,
  Field,
  Form,
  Page,
  Section,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import { emptyForm, type FormState } from '#web/form.ts'
import { resteAvantLimite } from '../domain/echeance.ts'
import { type BlocDuDossier, type BlocGarde, memoireDepasse, resteDuMemoire } from '../domain/memoire.ts'
import type { Reponse } from '../lecture/lire-reponse.ts'
import { blocsUrl, memoirePdfUrl, memoireUrl, piecesUrl } from '../liens.ts'
import { ChampsDeBloc, departDeBloc, direPreuve, nomsDeBloc } from './blocs.page.tsx'
import { direTerme } from './commun.tsx'
import { nomDe } from './pieces-vue.tsx'
import { fil } from './reglement.page.tsx'

export type Lu = {
  readonly r: Reponse
  readonly blocs: readonly BlocDuDossier[]
  readonly gardes: readonly BlocGarde[]
  readonly le: Date
}
type Revenu = { readonly geste: string; readonly form: FormState } | undefined
export const ici = (r: Reponse, geste = '') => `${memoireUrl({ groupement: r.d.g.id })}${geste}`
const momentDe = (lu: Lu) => resteAvantLimite(lu.r.d.g.limite, lu.le).moment
/** Le formulaire de ce bloc s’il revient avec une faute ; neuf sinon. */
const formDe = (
  revenu: Revenu,
  geste: string,
  cle: string,
  depart: Parameters<typeof emptyForm>[1] = {},
): FormState => {
  const de = revenu?.form.values.get('cle')?.[0] ?? revenu?.form.values.get('bloc')?.[0]
  return revenu?.geste === geste && (cle === '' || de === cle) ? revenu.form : emptyForm(undefined, depart)
}
const Motif = ({ lu, form, cle }: { lu: Lu; form: FormState; cle: string }) =>
  momentDe(lu) === 'gel' ? (
    <TextArea
      form={form}
      cle={cle}
      name="motif"
      label="Le dossier est gelé depuis la veille : pourquoi changer"
      rows={2}
    />
  ) : null

const Relectures = ({ lu: { r }, b }: { lu: Lu; b: BlocDuDossier }) => (
  <ul>
    {b.relectures.length === 0 ? (
      <li>
        <Etat etat="a-venir" mot="à relire" /> Aucun autre membre n’a relu cette version.
      </li>
    ) : (
      b.relectures.map((x) => (
        <li>
          <Etat etat="prouve" mot="relu" /> {nomDe(r, x.organisme)}, le {formaterInstant(x.le, r.d.g.zone)}
          {x.note === '' ? '' : ` : ${x.note}`}
        </li>
      ))
    )}
    {b.commentaires.map((x) => (
      <li>
        {nomDe(r, x.organisme)}, le {formaterInstant(x.le, r.d.g.zone)} :{' '}
        <span class="lignes">{x.texte}</span>
      </li>
    ))}
  </ul>
)

const Recrire = ({ lu, b, revenu }: { lu: Lu; b: BlocDuDossier; revenu: Revenu }) => {
  const form = formDe(revenu, 'recrire', b.cle, {
    ...departDeBloc(b.contenu),
    place: String(b.contenu.place),
  })
  return (
    <>
      <details class="volet" open={form.errors.size > 0 || form.alert !== undefined}>
        <summary>
          Récrire<span class="unseen"> {b.contenu.titre}</span>
        </summary>
        <Form form={form} action={ici(lu.r, '/recrire')} noms={{ ...nomsDeBloc, place: 'Place' }}>
          <input type="hidden" name="cle" value={b.cle} />
          <input type="hidden" name="rang" value={String(b.rang)} />
          <div class="champs">
            <ChampsDeBloc form={form} cle={b.cle} />
            <Field form={form} cle={b.cle} name="place" label="Place" inputmode="numeric" />
            <Motif lu={lu} form={form} cle={b.cle} />
          </div>
          <Actions libelle="Récrire ce bloc" genre="main" />
        </Form>
      </details>
      <Form form={emptyForm()} action={ici(lu.r, '/oter')} classe="court">
        <input type="hidden" name="cle" value={b.cle} />
        <input type="hidden" name="rang" value={String(b.rang)} />
        <Motif lu={lu} form={emptyForm()} cle={`oter-${b.cle}`} />
        <p class="gestes-l">
          <Button>
            Ôter du mémoire<span class="unseen"> {b.contenu.titre}</span>
          </Button>
        </p>
      </Form>
    </>
  )
}

const Relire = ({ lu, b, revenu }: { lu: Lu; b: BlocDuDossier; revenu: Revenu }) => {
  const relu = b.relectures.some((x) => x.organisme === lu.r.moi)
  const [relecture, commentaire] = [
    formDe(revenu, 'relire', b.cle),
    formDe(revenu, 'commenter', b.cle),
  ] as const
  return (
    <>
      {b.organisme === lu.r.moi || relu ? null : (
        <Form form={relecture} action={ici(lu.r, '/relire')} classe="court">
          <input type="hidden" name="cle" value={b.cle} />
          <input type="hidden" name="rang" value={String(b.rang)} />
          <Field form={relecture} cle={b.cle} name="note" label="Ce que vous en dites" optional span={2} />
          <p class="gestes-l">
            <Button genre="main">
              Nous avons relu cette version<span class="unseen"> : {b.contenu.titre}</span>
            </Button>
          </p>
        </Form>
      )}
      <details class="volet" open={commentaire.errors.size > 0}>
        <summary>
          Commenter<span class="unseen"> {b.contenu.titre}</span>
        </summary>
        <Form form={commentaire} action={ici(lu.r, '/commenter')} classe="court">
          <input type="hidden" name="bloc" value={b.cle} />
          <TextArea form={commentaire} cle={b.cle} name="texte" label="Votre commentaire" rows={2} />
          <Actions libelle="Écrire ce commentaire" genre="main" />
        </Form>
      </details>
    </>
  )
}

const UnBloc = ({ lu, b, revenu }: { lu: Lu; b: BlocDuDossier; revenu: Revenu }) => (
  <Section titre={`${b.contenu.place}. ${b.contenu.titre}`} id={`bloc-${b.cle}`}>
    <Definitions
      lignes={[
        ['De', nomDe(lu.r, b.organisme)],
        ['Écrit par', b.contenu.auteur],
        ['Licence', licences[b.contenu.licence].nom],
        ['Texte', <span class="lignes">{b.contenu.texte}</span>],
        ['Ce qui le montre', direPreuve(b.contenu)],
        [
          'Version',
          `${b.rang}, du ${formaterInstant(b.le, lu.r.d.g.zone)}${b.motif === '' ? '' : `. Changé au gel : ${b.motif}`}`,
        ],
      ]}
    />
    <Relectures lu={lu} b={b} />
    {momentDe(lu) === 'passe' ? null : (
      <>
        <Relire lu={lu} b={b} revenu={revenu} />
        {b.organisme === lu.r.moi ? <Recrire lu={lu} b={b} revenu={revenu} /> : null}
      </>
    )}
  </Section>
)

const Reprendre = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  if (momentDe(lu) === 'passe') return null
  const suivante = String(Math.min(99, Math.max(0, ...lu.blocs.map((b) => b.contenu.place)) + 1))
  const form = formDe(revenu, 'reprendre', '', { place: suivante })
  return (
    <Section
      titre="Ajouter un de vos blocs"
      id="reprendre"
      sous="Le dossier en prend une copie, que chaque membre lit. Votre coopérative seule la récrit."
    >
      {lu.gardes.length === 0 ? (
        <p>
          Votre coopérative ne garde aucun bloc : <a href={blocsUrl()}>écrivez-en un</a>, puis revenez.
        </p>
      ) : (
        <Form
          form={form}
          action={ici(lu.r, '/reprendre')}
          classe="court"
          noms={{ bloc: 'Bloc', place: 'Place' }}
        >
          <SelectField
            form={form}
            name="bloc"
            label="Bloc"
            vide="choisir"
            options={lu.gardes.map((b) => ({ value: b.id, label: `${b.titre}, version ${b.version}` }))}
          />
          <Field form={form} cle="neuf" name="place" label="Place" inputmode="numeric" />
          <Motif lu={lu} form={form} cle="neuf" />
          <Actions libelle="Ajouter au mémoire" genre="main">
            <a href={blocsUrl()}>Vos blocs</a>
          </Actions>
        </Form>
      )}
    </Section>
  )
}

const Papier = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  if (lu.blocs.length === 0) return null
  const { ecrits, pieces, d } = lu.r
  const depasse = memoireDepasse(ecrits, pieces, d.membres)
  const reste = [...(depasse === undefined ? [] : [depasse]), ...resteDuMemoire(lu.blocs)]
  const form = formDe(revenu, 'ranger', '')
  return (
    <Section
      titre="Le papier"
      id="papier"
      sous="Il porte les blocs, leur preuve et la coopérative de chacun ; ni commentaire, ni relecture."
    >
      {reste.length === 0 ? null : (
        <ul>
          {reste.map((x) => (
            <li>
              <Etat etat="a-juger" mot="à voir" /> {x}
            </li>
          ))}
        </ul>
      )}
      <p>
        <ButtonLink href={memoirePdfUrl({ groupement: lu.r.d.g.id })}>Lire le mémoire (PDF)</ButtonLink>
      </p>
      {momentDe(lu) === 'passe' ? null : lu.r.mandataire ? (
        <Form form={form} action={ici(lu.r, '/ranger')} classe="court">
          <Motif lu={lu} form={form} cle="ranger" />
          <Actions libelle="Ranger ce mémoire parmi les pièces" />
        </Form>
      ) : (
        <p>Le mandataire le range parmi les pièces du dossier.</p>
      )}
    </Section>
  )
}

/** Ce qui était écrit d’un bloc qu’une collègue vient d’ôter : son texte se garde ailleurs, ou se recopie. */
const DeLOte = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  const de = revenu?.form.values.get('cle')?.[0] ?? revenu?.form.values.get('bloc')?.[0]
  if (!revenu || !['recrire', 'relire', 'commenter'].includes(revenu.geste)) return null
  if (lu.blocs.some((b) => b.cle === de)) return null
  const dit = revenu.form.values.get(revenu.geste === 'relire' ? 'note' : 'texte')?.[0] ?? ''
  return (
    <Section titre="Votre texte" id="votre-texte" sous="Ce bloc vient d’être ôté du mémoire.">
      {revenu.geste === 'recrire' ? (
        <Form form={revenu.form} action={`${blocsUrl()}/garder`} noms={nomsDeBloc}>
          <div class="champs">
            <ChampsDeBloc form={revenu.form} cle="ote" />
          </div>
          <Actions libelle="Garder ce texte parmi vos blocs" genre="main" />
        </Form>
      ) : (
        <p class="lignes">{dit}</p>
      )}
    </Section>
  )
}

export const Vue = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => (
  <Page
    title="Mémoire technique"
    path={[...fil(lu.r), { libelle: 'Pièces', href: piecesUrl({ groupement: lu.r.d.g.id }) }]}
    alert={revenu?.form.alert}
    facts={
      <Facts
        faits={[
          ['Ferme', direTerme(lu.r.d.g.limite, lu.r.d.g.zone)],
          ['Blocs', String(lu.blocs.length)],
          ['Relus', String(lu.blocs.filter((b) => b.relectures.length > 0).length)],
        ]}
      />
    }
  >
    {momentDe(lu) === 'gel' ? (
      <Alert fort="Le dossier est gelé depuis la veille.">
        Récrire un bloc, en ajouter, en ôter, ranger le mémoire : chacun porte un motif, lu de tous.
      </Alert>
    ) : null}
    <DeLOte lu={lu} revenu={revenu} />
    {lu.blocs.length === 0 ? (
      <Empty titre="Aucun bloc dans ce mémoire">
        Chaque membre y met les siens ; un autre membre les relit.
      </Empty>
    ) : (
      lu.blocs.map((b) => <UnBloc lu={lu} b={b} revenu={revenu} />)
    )}
    <Reprendre lu={lu} revenu={revenu} />
    <Papier lu={lu} revenu={revenu} />
  </Page>
)
