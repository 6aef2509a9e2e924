
void fibo_step(int *current, int *next)
{
    const int sum = *current + *next;

    *current = *next;
    *next = sum;
}
