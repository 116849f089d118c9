import { bash, read, write } from '../sample-writer/tools.ts';
import {
  apiError,
  bashInput,
  compact,
  OPUS,
  prompt,
  refused,
  reply,
  retry,
  thinking,
  tools,
  toolsTogether,
  type Story,
} from '../sample-writer/story.ts';

const LOCKED = `╷
│ Error: Error acquiring the state lock
│
│ Error message: operation error DynamoDB: PutItem, ConditionalCheckFailedException: The conditional request failed
│ Lock Info:
│   ID:        6d1f0f2e-51c8-9a0b-77aa-0c6b7f3a2d10
│   Path:      lighthouse-tfstate/prod/terraform.tfstate
│   Operation: OperationTypeApply
│   Who:       runner@ci-7
│   Created:   2026-10-28 22:14:07 UTC
╵`;

export const terraformLock: Story = {
  name: 'terraform-lock',
  about:
    'A Terraform state lock left by a dead CI runner; apply refused by the person, who states a rule (plan only); API errors; the conversation compacted with /compact; pods that are OOMKilled; cost and request records',
  project: 'lighthouse-infra',
  branch: 'main',
  start: '2026-10-29T08:03:55Z',
  model: OPUS,
  title: 'Terraform state lock',
  withOverhead: true,
  steps: [
    prompt(`terraform plan says this since last night, whats going on\n\n${LOCKED}`),
    retry(529, 'Overloaded'),
    thinking('A CI apply died holding the lock. Before force-unlock verify that the runner is dead.'),
    toolsTogether(
      bash(
        'gh run list --workflow apply.yml --limit 2',
        'completed  cancelled  apply  main  18734411  6h2m  2026-10-28T22:13:50Z\ncompleted  success    apply  main  18729002  4m11s 2026-10-28T15:40:02Z',
        { ms: 1500 },
      ),
      bash(
        'aws dynamodb get-item --table-name tf-lock --key \'{"LockID":{"S":"lighthouse-tfstate/prod/terraform.tfstate"}}\' --query Item.Info',
        '{"ID":"6d1f0f2e-51c8-9a0b-77aa-0c6b7f3a2d10","Who":"runner@ci-7"}',
        { ms: 1100 },
      ),
    ),
    reply(
      "The lock belongs to the apply run of last night on `ci-7`. That run hung, was cancelled after six hours (the job's time limit), and a cancelled job does not release the lock in DynamoDB. Nothing holds it any more, so it can be removed:\n\n`terraform force-unlock 6d1f0f2e-51c8-9a0b-77aa-0c6b7f3a2d10`\n\nAfterwards run `terraform plan`: the cancelled apply may have changed half of the resources.",
    ),
    bashInput(
      'terraform force-unlock -force 6d1f0f2e-51c8-9a0b-77aa-0c6b7f3a2d10',
      'Terraform state has been successfully unlocked!',
    ),
    prompt('unlocked. see what is half done'),
    tools(
      bash(
        'terraform plan -no-color | tail -4',
        '  # aws_db_parameter_group.harbor will be updated in-place\n  ~ max_connections = "200" -> "400"\n\nPlan: 0 to add, 1 to change, 0 to destroy.',
        { ms: 21_000 },
      ),
    ),
    refused(bash('terraform apply -auto-approve', '', { description: 'Apply the rest' })),
    prompt('never run terraform apply yourself!! only plan, apply happens in ci after review', {
      judged: ['correction', 'scope_creep'],
    }),
    reply(
      'Understood: I only ever plan, and changes are applied by CI after a review. One change is left from the cancelled run, `max_connections` from 200 to 400; it will be applied with the next merge to main.',
    ),
    compact(
      '- The prod state was locked by a cancelled CI apply (runner ci-7); the person removed the lock with force-unlock.\n- Left over: aws_db_parameter_group.harbor max_connections 200 -> 400, to be applied by CI.\n- Rule of the person: never run terraform apply, only plan.\n- Next: keep a hanging apply from holding the lock again.',
    ),
    prompt(
      'so that it doesnt happen again: timeout for that job, and it should release the lock when cancelled',
    ),
    tools(
      read(
        '.github/workflows/apply.yml',
        'jobs:\n  apply:\n    runs-on: self-hosted\n    steps:\n      - run: terraform apply -auto-approve',
      ),
      write(
        '.github/workflows/apply.yml',
        'jobs:\n  apply:\n    runs-on: self-hosted\n    timeout-minutes: 30\n    concurrency: { group: terraform-prod, cancel-in-progress: false }\n    steps:\n      - run: exec terraform apply -auto-approve -lock-timeout=5m',
      ),
    ),
    reply(
      'The job now ends after 30 minutes, and `exec` makes Terraform the process that gets the SIGINT when the job is cancelled: it stops cleanly and gives the lock back. `concurrency` keeps two applies apart, and `-lock-timeout=5m` waits for a short lock instead of failing.',
    ),
    prompt('tide-worker pods restart all the time since the update, reason OOMKilled'),
    apiError(400, 'messages: at least one message is required'),
    prompt('again: why are the tide-worker pods OOMKilled'),
    toolsTogether(
      bash(
        'kubectl -n prod describe pod -l app=tide-worker | grep -A3 "Last State"',
        '    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137',
        { ms: 1200 },
      ),
      bash(
        'kubectl -n prod get deploy tide-worker -o jsonpath={..resources}',
        '{"limits":{"memory":"256Mi"}}',
        { ms: 600 },
      ),
    ),
    reply(
      'The limit is 256 MiB, but the worker now loads a whole year of readings (about 300 MB) at start. Either raise the limit to 512Mi, or stream the readings month by month. I would raise it now and stream later. Exit code 137 is SIGKILL by the kernel, so there is nothing in the log of the application.',
    ),
  ],
};
